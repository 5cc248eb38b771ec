import type { Finding, Package, ScanResult, SchemeId } from '@pratique/model';
import { schemeOfType, versionScheme } from '@pratique/versions';
import { groupByPackage, type PackageFindings } from './groups.ts';

/** From one version to another. */
export interface VersionStep {
  readonly name: string;
  readonly from: string;
  /** Version that removes all findings of the step. */
  readonly to: string;
}

/** One step that a person can take, and what it removes. */
export interface Remediation {
  /** `update` a package, take a `newer-base` image, or `leave-release`: move off a release past its end of life. */
  readonly kind: 'update' | 'newer-base' | 'leave-release';
  /** What changes: one entry, but for a base image all that has to be newer in it, the most urgent first. */
  readonly changes: readonly VersionStep[];
  /** Each once, however many packages have it. */
  readonly findings: readonly Finding[];
  /** Packages that the step covers: binary packages of one source share it. None for a distribution's release. */
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

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

function urgency({ findings }: Remediation): number {
  return findings.reduce((most, { priority }) => Math.max(most, priority), 0);
}

function byUrgency(a: Remediation, b: Remediation): number {
  const byName = (a.changes[0]?.name ?? '') < (b.changes[0]?.name ?? '') ? -1 : 1;
  return urgency(b) - urgency(a) || b.findings.length - a.findings.length || byName;
}

function updateOf(packages: readonly Package[], findings: readonly Finding[]): Remediation | undefined {
  const [pkg] = packages;
  if (!pkg) return undefined;
  const fixes = findings.map(({ fixedIn }) => fixedIn);
  const to = highest(schemeOfType(pkg.type), fixes);
  // A fix that its own scheme cannot read is shown with the finding, but is no step.
  if (to === '') return undefined;
  const change = { name: pkg.source?.name ?? pkg.name, from: pkg.source?.version ?? pkg.version, to };
  return { kind: 'update', changes: [change], findings: distinct(findings), packages };
}

function updates(groups: readonly PackageFindings[]): readonly Remediation[] {
  const steps = new Map<string, { packages: Package[]; findings: Finding[] }>();
  for (const { pkg, findings } of groups) {
    const fixable = findings.filter(({ fixedIn }) => fixedIn !== '');
    if (!pkg || fixable.length === 0) continue;
    const step = steps.get(stepKey(pkg)) ?? { packages: [], findings: [] };
    step.packages.push(pkg);
    for (const finding of fixable) step.findings.push(finding);
    steps.set(stepKey(pkg), step);
  }
  return [...steps.values()]
    .map(({ packages, findings }) => updateOf(packages, findings))
    .filter((step) => step !== undefined)
    .toSorted(byUrgency);
}

/** What a base image brought is not updated package by package: one step takes a newer one. */
function newerBase(steps: readonly Remediation[]): readonly Remediation[] {
  if (steps.length === 0) return [];
  return [
    {
      kind: 'newer-base',
      changes: steps.flatMap(({ changes }) => changes),
      findings: distinct(steps.flatMap(({ findings }) => findings)),
      packages: steps.flatMap(({ packages }) => packages),
    },
  ];
}

/** Distributions past their end of life. Programs past theirs are packages, and updated as such. */
function releases(groups: readonly PackageFindings[]): readonly Remediation[] {
  return groups
    .filter(({ pkg }) => !pkg)
    .flatMap(({ name, version, findings }) =>
      findings
        .filter(({ kind, fixedIn }) => kind === 'end-of-life' && fixedIn !== '')
        .map((finding): Remediation => {
          const changes = [{ name, from: version, to: finding.fixedIn }];
          return { kind: 'leave-release', changes, findings: [finding], packages: [] };
        }),
    );
}

/** What to do first: the steps that remove the most urgent findings first. */
export function remediations(result: ScanResult): readonly Remediation[] {
  const groups = groupByPackage(result);
  const steps = updates(groups);
  const isBase = ({ packages }: Remediation): boolean => packages[0]?.fromBase === 'yes';
  return [...steps.filter((step) => !isBase(step)), ...newerBase(steps.filter(isBase)), ...releases(groups)].toSorted(
    byUrgency,
  );
}
