import type { Clock } from '@pratique/foundation';
import type { AdvisoryDatabase, Finding, NotAssessed, Sbom, Unknown, VexStatement } from '@pratique/model';
import { distributionEndOfLife, programEndOfLife } from './end-of-life/find.ts';
import { matchMemory, type MatchMemory, matchPackage, type PackageMatch } from './match-package.ts';
import { maintainingOwner, packageFindings, ranked } from './package-findings.ts';
import { compareFindings } from './priority.ts';
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

  for (const pkg of new Set(sbom.packages)) {
    const owner = maintainingOwner(pkg, owners, sbom);
    const room = mostFindings - matches.length;
    const match = bounded(room, () => matchPackage(pkg, sbom.distribution, database, memory));
    matches.push(...packageFindings(pkg, match, { judge, owner, kernelHeaders }));
    // What an OS package owns is assessed, and could be told or not, as that package.
    if (owner) continue;
    unknowns.push(...match.unknowns);
    if (match.notAssessed !== undefined) notAssessed.push({ package: pkg.purl, reason: match.notAssessed });
    const ended = endOfLife ? programEndOfLife(pkg, database, now) : undefined;
    if (ended) matches.push(ranked(ended));
  }
  const ended = endOfLife ? distributionEndOfLife(sbom, database, now) : undefined;
  if (ended) matches.push(ranked(ended));

  matches.sort(compareFindings);
  return {
    findings: matches.filter((match) => match.suppressed === undefined),
    suppressed: matches.filter((match) => match.suppressed !== undefined),
    notAssessed: notAssessed.sort((a, b) => compareText(a.package, b.package)),
    unknowns: unknowns.sort((a, b) => compareText(a.reason, b.reason) || compareText(a.path ?? '', b.path ?? '')),
  };
}

/** As many findings as there is room for: an image can be made to have millions. */
function bounded(room: number, matched: () => PackageMatch): PackageMatch {
  const match = room > 0 ? matched() : { findings: [], unknowns: [] };
  if (room > 0 && match.findings.length <= room) return match;
  const notAssessed = 'the packages before it have as many findings as are kept';
  return { ...match, findings: match.findings.slice(0, Math.max(0, room)), notAssessed };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
