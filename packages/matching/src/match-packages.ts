import type { Clock } from '@pratique/foundation';
import type {
  AdvisoryDatabase,
  Finding,
  NotAssessed,
  Package,
  Sbom,
  Suppression,
  Unknown,
  VexStatement,
} from '@pratique/model';
import { distributionOf } from './ecosystem/package-distribution.ts';
import { thirdPartyReason } from './ecosystem/third-party.ts';
import { distributionEndOfLife, programEndOfLife, type UnrankedFinding } from './end-of-life/find.ts';
import { matchMemory, type MatchMemory, matchPackage, type PackageMatch } from './match-package.ts';
import { compareFindings, priorityOf } from './priority.ts';
import { isKernelHeaders } from './rules/kernel-headers.ts';
import { vexJudge } from './vex/apply.ts';

/** What may differ from scan to scan. */
export interface MatchOptions {
  /** Kernel headers inherit the kernel's flaws. Default: no. */
  readonly kernelHeaders?: boolean;
  /** End-of-life findings of the distribution and of programs. Default: yes. */
  readonly endOfLife?: boolean;
  /** Findings of one SBOM, suppressed ones included. Packages past it are not assessed. Default: 100,000. */
  readonly mostFindings?: number;
}

/** Everything that matching needs; it reads nothing else. */
export interface MatchInput {
  readonly sbom: Pick<Sbom, 'subject' | 'distribution' | 'packages' | 'layers'>;
  readonly database: AdvisoryDatabase;
  /** Statements that the user gave, beside those of the database's feeds. */
  readonly vex?: readonly VexStatement[];
  readonly clock: Clock;
  readonly options?: MatchOptions;
  /** What was asked before of the same generation. */
  readonly memory?: MatchMemory;
}

/** The join of one SBOM with all advisory knowledge. Every list is in a fixed order. */
export interface MatchResult {
  /** Sorted by priority. */
  readonly findings: readonly Finding[];
  /** Matches that do not count, each with its reason; sorted like findings. */
  readonly suppressed: readonly Finding[];
  readonly notAssessed: readonly NotAssessed[];
  readonly unknowns: readonly Unknown[];
}

/** A fixed version as one would ask for it: Go modules are required with a `v`, which the advisories leave out. */
function asWritten({ type, version }: Package, fixedIn: string): string {
  return type === 'golang' && version.startsWith('v') && /^\d/.test(fixedIn) ? `v${fixedIn}` : fixedIn;
}

/**
 * Matches every package of an SBOM against the advisory database. Pure and synchronous: the order of packages and of
 * database entries does not change the result.
 */
export function matchPackages({
  sbom,
  database,
  vex = [],
  clock,
  options = {},
  memory = matchMemory(),
}: MatchInput): MatchResult {
  const { kernelHeaders = false, endOfLife = true, mostFindings = 100_000 } = options;
  const now = clock.now();
  const judge = vexJudge(sbom, database, vex);
  const owners = new Map(sbom.packages.map((pkg) => [pkg.purl, pkg] as const));
  const matches: Finding[] = [];
  const notAssessed: NotAssessed[] = [];
  const unknowns: Unknown[] = [];

  function add(found: UnrankedFinding): void {
    matches.push({ ...found, priority: priorityOf(found) });
  }

  for (const pkg of new Set(sbom.packages)) {
    const owner = maintainingOwner(pkg, owners, sbom);
    const room = mostFindings - matches.length;
    const match = bounded(room, () => matchPackage(pkg, sbom.distribution, database, memory));
    const suppressed = owner ? ownedBy(owner) : !kernelHeaders && isKernelHeaders(pkg) ? headersOnly : undefined;
    for (const template of match.findings) {
      const fixedIn = asWritten(pkg, template.fixedIn);
      const found = {
        ...template,
        fixedIn,
        package: pkg.purl,
        fromBase: pkg.fromBase,
        ...(pkg.layer && { layer: pkg.layer }),
      };
      add(suppressed ? { ...found, suppressed } : judge.judge(found, pkg));
    }
    // What an OS package owns is assessed, and could be told or not, as that package.
    if (owner) continue;
    unknowns.push(...match.unknowns);
    if (match.notAssessed !== undefined) notAssessed.push({ package: pkg.purl, reason: match.notAssessed });
    const ended = endOfLife ? programEndOfLife(pkg, database, now) : undefined;
    if (ended) add(ended);
  }
  const ended = endOfLife ? distributionEndOfLife(sbom, database, now) : undefined;
  if (ended) add(ended);

  matches.sort(compareFindings);
  return {
    findings: matches.filter((match) => match.suppressed === undefined),
    suppressed: matches.filter((match) => match.suppressed !== undefined),
    notAssessed: notAssessed.sort((a, b) => compareText(a.package, b.package)),
    unknowns: unknowns.sort((a, b) => compareText(a.reason, b.reason) || compareText(a.path ?? '', b.path ?? '')),
  };
}

/**
 * Purl of the OS package that owns the files and whose distribution maintains them: its advisories know of backported
 * fixes, upstream's do not. Files of a third party's package are judged by upstream's advisories.
 */
function maintainingOwner(
  pkg: Package,
  owners: ReadonlyMap<string, Package>,
  sbom: MatchInput['sbom'],
): string | undefined {
  if (pkg.ownedBy === undefined) return undefined;
  const owner = owners.get(pkg.ownedBy);
  const distribution = owner && distributionOf(owner, sbom.distribution);
  const foreign = owner && distribution ? thirdPartyReason(owner, distribution) : undefined;
  return foreign === undefined ? pkg.ownedBy : undefined;
}

/** As many findings as there is room for: an image can be made to have millions. */
function bounded(room: number, matched: () => PackageMatch): PackageMatch {
  const match = room > 0 ? matched() : { findings: [], unknowns: [] };
  if (room > 0 && match.findings.length <= room) return match;
  const notAssessed = 'the packages before it have as many findings as are kept';
  return { ...match, findings: match.findings.slice(0, Math.max(0, room)), notAssessed };
}

function ownedBy(owner: string): Suppression {
  return { by: 'owned', reason: 'an operating system package owns the files and is matched instead', source: owner };
}

const headersOnly: Suppression = {
  by: 'ignored',
  reason: 'kernel headers carry no kernel code; a container runs on the kernel of its host',
  source: 'rule kernel-headers',
};

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
