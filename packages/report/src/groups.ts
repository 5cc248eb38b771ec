import { type Finding, type Package, parsePurl, type ScanResult } from '@pratique/model';

/** A package with everything found in it. */
export interface PackageFindings {
  /** Absent where the finding is not about a package: an end-of-life distribution. */
  readonly pkg: Package | undefined;
  /** Canonical purl, as findings name it. */
  readonly purl: string;
  /** Of the package, else what the purl says. */
  readonly name: string;
  readonly version: string;
  /** Most urgent first. */
  readonly findings: readonly Finding[];
}

/** Of the package, else what the purl says. */
export function nameAndVersion(pkg: Package | undefined, purl: string): { name: string; version: string } {
  if (pkg) return { name: pkg.name, version: pkg.version };
  const parts = parsePurl(purl);
  return { name: parts?.name ?? purl, version: parts?.version ?? '' };
}

/** Findings by package, the package with the most urgent finding first. */
export function groupByPackage({ findings, sbom }: ScanResult): readonly PackageFindings[] {
  const packages = new Map(sbom.packages.map((pkg) => [pkg.purl, pkg]));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.package);
    if (group) group.push(finding);
    else groups.set(finding.package, [finding]);
  }
  return [...groups].map(([purl, group]) => {
    const pkg = packages.get(purl);
    return { pkg, purl, ...nameAndVersion(pkg, purl), findings: group };
  });
}

/** Packages that a reader can take as one: binary packages of one source with the very same findings. */
export interface AlikePackages {
  /** At least one; the first stands for all. */
  readonly members: readonly PackageFindings[];
  readonly names: readonly string[];
  readonly version: string;
  /** Name of the source package, where it is not the name of one of them. */
  readonly source: string | undefined;
  /** Of one member: the others have the same. */
  readonly findings: readonly Finding[];
}

function likeness({ pkg, purl, version, findings }: PackageFindings): string {
  if (!pkg?.source) return purl;
  const found = findings.map(({ id, fixedIn, state, severity }) => [id, fixedIn, state, severity]);
  return JSON.stringify([pkg.type, pkg.source.name, version, pkg.fromBase, found]);
}

/** Puts together what would only repeat itself. The order stays. */
export function groupAlike(groups: readonly PackageFindings[]): readonly AlikePackages[] {
  const alike = new Map<string, PackageFindings[]>();
  for (const group of groups) {
    const key = likeness(group);
    const members = alike.get(key);
    if (members) members.push(group);
    else alike.set(key, [group]);
  }
  return [...alike.values()].map((members) => {
    const names = members.map(({ name }) => name);
    const [first] = members;
    const source = first?.pkg?.source?.name;
    return {
      members,
      names,
      version: first?.version ?? '',
      source: source !== undefined && !names.includes(source) ? source : undefined,
      findings: first?.findings ?? [],
    };
  });
}

/** How many findings the groups hold, counted per package as the summary counts them. */
export function countFindings(groups: readonly PackageFindings[]): number {
  return groups.reduce((sum, { findings }) => sum + findings.length, 0);
}

/** One part of a report: what the base image brought is its own matter. */
export interface Section {
  readonly title: string;
  readonly groups: readonly PackageFindings[];
}

/** Findings in the parts that reports show: releases past their end of life, own layers, base image, unknown which. */
export function sectionsOf(result: ScanResult): readonly Section[] {
  const groups = groupByPackage(result);
  const lifecycle = groups.filter(({ findings }) => findings.every(({ kind }) => kind === 'end-of-life'));
  const rest = groups.filter((group) => !lifecycle.includes(group));
  const of = (origin: Finding['fromBase']): readonly PackageFindings[] =>
    rest.filter(({ findings }) => findings[0]?.fromBase === origin);
  const sections = [
    { title: 'End of life', groups: lifecycle },
    { title: result.sbom.subject.kind === 'image' ? 'Own layers' : 'Found', groups: of('no') },
    { title: 'Base image', groups: of('yes') },
    { title: 'Base image or own layers, unknown which', groups: of('unknown') },
  ];
  return sections.filter((section) => section.groups.length > 0);
}
