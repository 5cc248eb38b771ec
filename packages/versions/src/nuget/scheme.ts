import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { parseIntervals } from '../intervals.ts';
import { canonicalDigits, compareDigits, compareLists, compareText } from '../order.ts';
import { createScheme } from '../scheme.ts';
import { type Identifier, identifiers } from '../semver/semantic-version.ts';

interface NuGetVersion {
  /** Major, minor, patch and revision. */
  readonly numbers: readonly string[];
  /** Labels of the pre-release in upper case; empty for a release. */
  readonly labels: readonly Identifier[];
}

const LABELS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^(\\d+(?:\\.\\d+){0,3})(?:-(${LABELS}))?(?:\\+${LABELS})?$`);

/** `NuGetVersion`: one to four numbers; the case of labels and the metadata do not count. */
function parse(text: string): NuGetVersion | undefined {
  const match = VERSION.exec(text.trim());
  if (!match) return undefined;
  const numbers = (match[1] as string).split('.').map(canonicalDigits);
  while (numbers.length < 4) numbers.push('0');
  return { numbers, labels: match[2] === undefined ? [] : identifiers(match[2].toUpperCase()) };
}

function compareLabels(a: Identifier, b: Identifier): number {
  if (a.digits !== undefined && b.digits !== undefined) return compareDigits(a.digits, b.digits);
  if (a.digits !== undefined) return -1;
  if (b.digits !== undefined) return 1;
  return compareText(a.text, b.text);
}

function compare(a: NuGetVersion, b: NuGetVersion): number {
  const order = compareLists(a.numbers, b.numbers, compareDigits);
  if (order !== 0) return order;
  if (a.labels.length === 0 || b.labels.length === 0) return b.labels.length - a.labels.length;
  return compareLists(a.labels, b.labels, compareLabels);
}

/** The end of a floating version: the last number before `*`, raised. Its pre-releases are left out. */
function ceiling(numbers: readonly string[]): NuGetVersion {
  const raised = [...numbers.slice(0, -1), String(BigInt(numbers.at(-1) ?? '0') + 1n)];
  while (raised.length < 4) raised.push('0');
  return { numbers: raised, labels: identifiers('0') };
}

/** Floating versions: `*`, `1.*`, `1.2.*-*`, `1.0.0-*`, `1.0.0-beta.*`. */
function parseFloating(text: string): Bounds<NuGetVersion> | undefined {
  if (text === '*' || text === '*-*') return [[]];
  const match = /^(\d+(?:\.\d+){0,2})\.\*(?:-[0-9A-Za-z.-]*\*)?$/.exec(text);
  if (match) {
    const version = parse(match[1] as string) as NuGetVersion;
    return [
      [
        { operator: '>=', version },
        { operator: '<', version: ceiling((match[1] as string).split('.').map(canonicalDigits)) },
      ],
    ];
  }
  return parseFloatingLabel(text);
}

/** `1.0.0-beta*`: from the label on, up to and with the release. */
function parseFloatingLabel(text: string): Bounds<NuGetVersion> | undefined {
  const match = /^(\d+(?:\.\d+){0,3})-([0-9A-Za-z.-]*)\*$/.exec(text);
  if (!match) return undefined;
  const [, numbers, label] = match as unknown as [string, string, string];
  const low = parse(`${numbers}-${label.replace(/[.-]$/, '') || '0'}`);
  const high = parse(numbers);
  if (!low || !high) return undefined;
  return [
    [
      { operator: '>=', version: low },
      { operator: '<=', version: high },
    ],
  ];
}

/** A bare version as a range is its minimum, as in a package reference. */
function minimum(operator: string, text: string): readonly Bound<NuGetVersion>[] | undefined {
  const version = operator === '' ? parse(text) : undefined;
  return version && [{ operator: '>=', version }];
}

function parseRange(text: string): Bounds<NuGetVersion> | undefined {
  const trimmed = text.trim();
  if (/^[[(]/.test(trimmed)) return parseIntervals(trimmed, parse);
  return trimmed.includes('*') ? parseFloating(trimmed) : parseComparators(trimmed, parse, minimum);
}

/** .NET's package versions, as NuGet.Versioning orders them. */
export const nugetScheme = createScheme<NuGetVersion, Bounds<NuGetVersion>>({
  id: 'nuget',
  parse,
  compare,
  parseRange,
  contains: (range, version) => withinBounds(range, version, compare),
});
