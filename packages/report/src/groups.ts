import type { Finding, Package, ScanResult, SchemeId } from '@pratique/model';
import { schemeOfType, versionScheme } from '@pratique/versions';

/** A package with everything found in it. */
export interface PackageFindings {
  readonly pkg: Package | undefined;
  /** Canonical purl, as findings name it. */
  readonly purl: string;
  /** Most urgent first. */
  readonly findings: readonly Finding[];
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
  return [...groups].map(([purl, group]) => ({ pkg: packages.get(purl), purl, findings: group }));
}

/** One step that a person can take, and what it removes. */
export interface Remediation {
  readonly name: string;
  readonly from: string;
  /** Version that removes all of `findings`. */
  readonly to: string;
  readonly findings: readonly Finding[];
  /** Packages that the step covers: binary packages of one source share it. */
  readonly packages: readonly Package[];
}

function highest(scheme: SchemeId, versions: readonly string[]): string {
  const { compare, isValid } = versionScheme(scheme);
  return versions
    .filter((version) => isValid(version))
    .reduce((best, version) => (best === '' || compare(version, best) > 0 ? version : best), '');
}

/** Packages that are updated together: the binary packages of a source, the copies of a library. */
function stepKey(pkg: Package): string {
  return `${pkg.type}\n${pkg.source?.name ?? pkg.name}\n${pkg.source?.version ?? pkg.version}\n${pkg.fromBase}`;
}

/** What to do first: updates, those that remove the most urgent findings first. Priorities add up. */
export function remediations(result: ScanResult): readonly Remediation[] {
  const steps = new Map<string, { packages: Package[]; findings: Finding[] }>();
  for (const { pkg, findings } of groupByPackage(result)) {
    const fixable = findings.filter(({ fixedIn }) => fixedIn !== '');
    if (!pkg || fixable.length === 0) continue;
    const key = stepKey(pkg);
    const step = steps.get(key) ?? { packages: [], findings: [] };
    step.packages.push(pkg);
    step.findings.push(...fixable);
    steps.set(key, step);
  }
  const done = [...steps.values()].flatMap(({ packages, findings }): Remediation[] => {
    const [pkg] = packages;
    if (!pkg) return [];
    const to = highest(
      schemeOfType(pkg.type),
      findings.map(({ fixedIn }) => fixedIn),
    );
    // A fix that its own scheme cannot read is shown with the finding, but is no step.
    if (to === '') return [];
    const distinct = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
    return [
      {
        name: pkg.source?.name ?? pkg.name,
        from: pkg.source?.version ?? pkg.version,
        to,
        findings: distinct,
        packages,
      },
    ];
  });
  const urgency = ({ findings }: Remediation): number => Math.max(...findings.map(({ priority }) => priority));
  return done.toSorted(
    (a, b) => urgency(b) - urgency(a) || b.findings.length - a.findings.length || (a.name < b.name ? -1 : 1),
  );
}
