import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Package, ScanResult } from '@pratique/model';

/** One pair of the ground truth: this package has this flaw. */
export interface ExpectedMatch {
  readonly package: string;
  readonly version: string;
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly fixed: string;
}

/** What one image must show when it is scanned against one feed. */
export interface ExpectedMatches {
  readonly image: string;
  /** Path of the feed within the feeds. */
  readonly feed: string;
  /** Only packages of this ecosystem were compared. */
  readonly python: boolean;
  readonly matches: readonly ExpectedMatch[];
}

type File = Readonly<Record<string, { readonly feed: string; readonly matches: readonly ExpectedMatch[] }>>;

/** `expected-matches.json` of the test data. */
export function readExpectedMatches(folder: string): readonly ExpectedMatches[] {
  const file: File = JSON.parse(readFileSync(join(folder, 'images', 'expected-matches.json'), 'utf8'));
  return Object.entries(file).map(([title, { feed, matches }]) => ({
    image: title.replace(/ \(.*\)$/, ''),
    // `osv/npm/all.zip, withdrawn records left out`, `debian/tracker-derived.json.gz release buster`
    feed: /^[^ ,]+/.exec(feed)?.[0] ?? '',
    python: title.endsWith('(python)'),
    matches,
  }));
}

const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
/** rpm's own tools write an epoch of zero, packages do not. */
const withoutZeroEpoch = (version: string): string => version.replace(/^0:/, '');

/** Every name that a finding knows its flaw by. */
export function namesOf({ id, aliases, sources }: Finding): readonly string[] {
  return [id, ...aliases, ...sources.map(({ advisory }) => advisory)];
}

/** What a scan made of the expected pairs. */
export interface Comparison {
  /** Pairs that are neither found nor suppressed. */
  readonly missing: readonly ExpectedMatch[];
  readonly found: readonly { readonly match: ExpectedMatch; readonly findings: readonly Finding[] }[];
  readonly suppressed: readonly { readonly match: ExpectedMatch; readonly findings: readonly Finding[] }[];
  /** Findings and suppressed ones that no pair asks for. */
  readonly further: readonly Finding[];
}

/** Holds a scan against the expected pairs. */
export function compare(result: ScanResult, matches: readonly ExpectedMatch[]): Comparison {
  const packages = new Map<string, Package>(result.sbom.packages.map((pkg) => [pkg.purl, pkg]));
  const answer = (findings: readonly Finding[], match: ExpectedMatch): readonly Finding[] =>
    findings.filter((finding) => {
      const pkg = packages.get(finding.package);
      if (!pkg || normalName(pkg.name) !== normalName(match.package)) return false;
      if (pkg.version !== withoutZeroEpoch(match.version)) return false;
      const names = namesOf(finding);
      return [match.id, ...(match.aliases ?? [])].some((name) => names.includes(name));
    });
  const found = matches.map((match) => ({ match, findings: answer(result.findings, match) }));
  const suppressed = matches.map((match) => ({ match, findings: answer(result.suppressed, match) }));
  const expected = new Set([...found, ...suppressed].flatMap(({ findings }) => findings));
  return {
    missing: matches.filter((_, i) => found[i]?.findings.length === 0 && suppressed[i]?.findings.length === 0),
    found: found.filter(({ findings }) => findings.length > 0),
    suppressed: suppressed.filter(({ findings }) => findings.length > 0),
    further: [...result.findings, ...result.suppressed].filter((finding) => !expected.has(finding)),
  };
}

/** A finding in one line: `CVE-2024-9143 libssl3@3.1.7-r0`, without qualifiers of the purl. */
export function lineOf({ id, package: purl }: Finding): string {
  const path = decodeURIComponent(purl.split('?')[0] ?? '');
  return `${id} ${path.replace(/^pkg:[a-z]+\/(?:(?:alpine|debian|almalinux)\/)?/, '')}`;
}
