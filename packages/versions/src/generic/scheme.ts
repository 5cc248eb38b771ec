import { type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { canonicalDigits, compareDigits, compareText } from '../order.ts';
import { createScheme } from '../scheme.ts';

/** A number, or a word with its rank among words. */
interface Token {
  /** Canonical digits where the token is a number. */
  readonly digits: string | undefined;
  readonly word: string;
  /** Below 0: a pre-release. 0: a number. Above 0: something after the release. */
  readonly rank: number;
}

interface GenericVersion {
  readonly main: readonly Token[];
  /** What follows `+`: it decides only between versions that are otherwise the same. */
  readonly build: readonly Token[];
}

const ZERO: Token = { digits: '0', word: '', rank: 0 };
const POST = 1;

/** Words that mark a version before the release, from oldest to newest. */
const PRE_RELEASES = [
  ['dev', 'devel', 'snapshot', 'nightly', 'canary', 'unstable', 'git'],
  ['alpha'],
  ['beta'],
  ['ea', 'm', 'milestone', 'preview', 'pre', 'test'],
  ['rc', 'cr'],
];
const RANKS = new Map(
  PRE_RELEASES.flatMap((words, index) => words.map((word) => [word, index - PRE_RELEASES.length] as const)),
);
/** Words that add nothing to the release. */
const RELEASES = new Set(['release', 'final', 'ga', 'stable', 'lts', 'v']);
/** `1.0a2`, `1.0b1`, `1.0c1`: a single letter between digits, as Python numbers its pre-releases. */
const SHORT = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['c', 'rc'],
]);

function wordToken(text: string, betweenDigits: boolean, beforeDigit: boolean): Token | undefined {
  const word = (betweenDigits && SHORT.get(text)) || text;
  if (RELEASES.has(word)) return undefined;
  // `9.0.0.M1` is a milestone, `1.1.1m` a patch.
  const rank = word === 'm' && !beforeDigit ? POST : (RANKS.get(word) ?? POST);
  return { digits: undefined, word: rank < 0 ? '' : word, rank };
}

function tokens(text: string): Token[] {
  const list: Token[] = [];
  for (const match of text.matchAll(/\d+|[a-z]+|~/g)) {
    const [run] = match;
    const before = text[match.index - 1] ?? '';
    const after = text[match.index + run.length] ?? '';
    const isDigit = (unit: string) => unit >= '0' && unit <= '9';
    if (isDigit(run[0] as string)) list.push({ digits: canonicalDigits(run), word: '', rank: 0 });
    else if (run === '~') list.push({ digits: undefined, word: '', rank: -PRE_RELEASES.length - 1 });
    else {
      const token = wordToken(run, isDigit(before) && isDigit(after), isDigit(after));
      // Java's `8u362`: the update is the next number.
      const update = run === 'u' && isDigit(before) && isDigit(after);
      if (token && !update) list.push(token);
    }
  }
  return list;
}

function parse(text: string): GenericVersion | undefined {
  const trimmed = text.trim().toLowerCase();
  const first = trimmed.search(/\d/);
  if (first < 0 || /[\p{Cc}\p{Cs}]/u.test(trimmed)) return undefined;
  // A product's name before the version says nothing: `jdk-17.0.8`, `openssl-3.0.1`, `v1.2`.
  const version = trimmed.slice(first);
  const plus = version.indexOf('+');
  if (plus < 0) return { main: tokens(version), build: [] };
  return { main: tokens(version.slice(0, plus)), build: tokens(version.slice(plus + 1)) };
}

function compareTokens(a: Token, b: Token): number {
  if (a.digits !== undefined && b.digits !== undefined) return compareDigits(a.digits, b.digits);
  if (a.digits !== undefined) return a.digits === '0' ? -b.rank : 1;
  if (b.digits !== undefined) return -compareTokens(b, a);
  return a.rank - b.rank || compareText(a.word, b.word);
}

function compareTokenLists(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareTokens(a[index] ?? ZERO, b[index] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}

function compare(a: GenericVersion, b: GenericVersion): number {
  return compareTokenLists(a.main, b.main) || compareTokenLists(a.build, b.build);
}

/** Versions of programs that belong to no ecosystem: `1.1.1w`, `9.9p1`, `2.4.58-rc1`, `8u362`, `17.0.8+7`. */
export const genericScheme = createScheme<GenericVersion, Bounds<GenericVersion>>({
  id: 'generic',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) => withinBounds(range, version, compare),
});
