import { parseComparators, holds, type Bound } from '../comparators.ts';
import { canonicalDigits, compareDigits, compareText } from '../order.ts';
import { createScheme } from '../scheme.ts';

/** Kinds of token. Of two versions that differ in the kind of their next token, the lower kind is newer. */
const DIGITS_FIRST = 0;
const DIGITS = 1;
const LETTER = 2;
const SUFFIX = 3;
const SUFFIX_NUMBER = 4;
const COMMIT_HASH = 5;
const REVISION = 6;
const END = 7;

interface Token {
  readonly kind: number;
  /** As written, for the comparisons as text. */
  readonly text: string;
  /** Canonical digits, or the rank of a suffix. */
  readonly value: string;
}

type ApkVersion = readonly Token[];

/** Suffixes from oldest to newest. The ones before `none` mark a pre-release. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', 'none', 'cvs', 'svn', 'git', 'hg', 'p'];
const NO_SUFFIX = String(SUFFIXES.indexOf('none'));
const END_TOKEN: Token = { kind: END, text: '', value: '' };

const NUMBERS = /^\d+(?:\.\d+|[a-z]\d+)*[a-z]?/;
const REST = /^((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+))?$/;

function numberTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [run] of text.matchAll(/\d+|[a-z]/g)) {
    const digits = run >= '0' && run <= '9~';
    const kind = tokens.length === 0 ? DIGITS_FIRST : DIGITS;
    tokens.push({ kind: digits ? kind : LETTER, text: run, value: digits ? canonicalDigits(run) : run });
  }
  return tokens;
}

/**
 * The grammar of apk-tools 3, `digits{.digits}[letter]{_suffix[digits]}[~hash][-rdigits]`, and beside it digits after the
 * letter (`6.6.2p1`), which apk-tools 2 took and old releases carry.
 */
function parse(text: string): ApkVersion | undefined {
  const numbers = NUMBERS.exec(text);
  const rest = numbers && REST.exec(text.slice(numbers[0].length));
  if (!rest) return undefined;
  const tokens = numberTokens(numbers[0]);
  for (const [, name, digits] of (rest[1] ?? '').matchAll(/_([a-z]+)(\d*)/g)) {
    tokens.push({ kind: SUFFIX, text: name as string, value: String(SUFFIXES.indexOf(name as string)) });
    if (digits) tokens.push({ kind: SUFFIX_NUMBER, text: digits, value: canonicalDigits(digits) });
  }
  if (rest[2]) tokens.push({ kind: COMMIT_HASH, text: rest[2], value: rest[2] });
  if (rest[3]) tokens.push({ kind: REVISION, text: rest[3], value: canonicalDigits(rest[3]) });
  tokens.push(END_TOKEN);
  return tokens;
}

function compareTokens(a: Token, b: Token): number {
  // A leading zero after the first number makes it a fraction: compared as text.
  const fraction = a.kind === DIGITS && (a.text.startsWith('0') || b.text.startsWith('0'));
  if (fraction || a.kind === LETTER || a.kind === COMMIT_HASH) return compareText(a.text, b.text);
  return compareDigits(a.value, b.value);
}

function isPreRelease(token: Token): boolean {
  return token.kind === SUFFIX && token.value < NO_SUFFIX;
}

/** @param fuzzy whether everything that begins with `b` equals it (apk's `~`) */
function compareAll(a: ApkVersion, b: ApkVersion, fuzzy: boolean): number {
  for (let index = 0; ; index += 1) {
    const left = a[index] as Token;
    const right = b[index] as Token;
    if (left.kind !== right.kind) {
      if (right.kind === END && fuzzy) return 0;
      if (isPreRelease(left)) return -1;
      if (isPreRelease(right)) return 1;
      return right.kind - left.kind;
    }
    if (left.kind === END) return 0;
    const order = compareTokens(left, right);
    if (order !== 0) return order;
  }
}

interface ApkBound extends Bound<ApkVersion> {
  readonly fuzzy: boolean;
}

function parseRange(text: string): readonly (readonly ApkBound[])[] | undefined {
  const fuzzy = new Set<Bound<ApkVersion>>();
  const bounds = parseComparators(text, parse, (operator, versionText) => {
    if (operator !== '~' && operator !== '~=') return undefined;
    const version = parse(versionText);
    if (!version) return undefined;
    const bound = { operator: '=', version } as const;
    fuzzy.add(bound);
    return [bound];
  });
  return bounds?.map((all) => all.map((bound) => ({ ...bound, fuzzy: fuzzy.has(bound) })));
}

/** Alpine's versions, as apk-tools 3 orders them. */
export const apkScheme = createScheme<ApkVersion, readonly (readonly ApkBound[])[]>({
  id: 'apk',
  parse,
  compare: (a, b) => compareAll(a, b, false),
  parseRange,
  contains: (range, version) =>
    range.some((all) => all.every(({ operator, version: b, fuzzy }) => holds(operator, compareAll(version, b, fuzzy)))),
});
