import type { Finding, Package, Sbom, Suppression } from '@pratique/model';
import { distributionOf } from './ecosystem/package-distribution.ts';
import { thirdPartyReason } from './ecosystem/third-party.ts';
import type { UnrankedFinding } from './end-of-life/find.ts';
import type { PackageMatch } from './match-package.ts';
import { priorityOf } from './priority.ts';
import { isKernelHeaders } from './rules/kernel-headers.ts';
import type { VexJudge } from './vex/apply.ts';

/** What decides, beside the database, which of a package's findings count. */
export interface Circumstances {
  readonly judge: VexJudge;
  /** Purl of the OS package that is matched instead. */
  readonly owner: string | undefined;
  /** Kernel headers inherit the kernel's flaws. */
  readonly kernelHeaders: boolean;
}

/** A finding with its place in the order. */
export function ranked(found: UnrankedFinding): Finding {
  return { ...found, priority: priorityOf(found) };
}

/** The findings of one package, suppressed ones with their reason among them. */
export function packageFindings(pkg: Package, match: PackageMatch, circumstances: Circumstances): Finding[] {
  const { judge, owner, kernelHeaders } = circumstances;
  const suppressed = owner ? ownedBy(owner) : !kernelHeaders && isKernelHeaders(pkg) ? headersOnly : undefined;
  return match.findings.map((template) => {
    const found = {
      ...template,
      fixedIn: asWritten(pkg, template.fixedIn),
      package: pkg.purl,
      fromBase: pkg.fromBase,
      ...(pkg.layer && { layer: pkg.layer }),
    };
    return ranked(suppressed ? { ...found, suppressed } : judge.judge(found, pkg));
  });
}

/**
 * Purl of the OS package that owns the files and whose distribution maintains them: its advisories know of backported
 * fixes, upstream's do not. Files of a third party's package are judged by upstream's advisories.
 */
export function maintainingOwner(
  pkg: Package,
  owners: ReadonlyMap<string, Package>,
  sbom: Pick<Sbom, 'distribution'>,
): string | undefined {
  if (pkg.ownedBy === undefined) return undefined;
  const owner = owners.get(pkg.ownedBy);
  const distribution = owner && distributionOf(owner, sbom.distribution);
  const foreign = owner && distribution ? thirdPartyReason(owner, distribution) : undefined;
  return foreign === undefined ? pkg.ownedBy : undefined;
}

/** A fixed version as one would ask for it: Go modules are required with a `v`, which the advisories leave out. */
function asWritten({ type, version }: Package, fixedIn: string): string {
  return type === 'golang' && version.startsWith('v') && /^\d/.test(fixedIn) ? `v${fixedIn}` : fixedIn;
}

function ownedBy(owner: string): Suppression {
  return { by: 'owned', reason: 'an operating system package owns the files and is matched instead', source: owner };
}

const headersOnly: Suppression = {
  by: 'ignored',
  reason: 'kernel headers carry no kernel code; a container runs on the kernel of its host',
  source: 'rule kernel-headers',
};
