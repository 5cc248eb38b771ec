import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { compareDigits, compareLists } from '../order.ts';
import { createScheme } from '../scheme.ts';

type HackageVersion = readonly string[];

/** Cabal's versions: numbers parted by dots, without leading zeros. */
function parse(text: string): HackageVersion | undefined {
  const trimmed = text.trim();
  return /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/.test(trimmed) ? trimmed.split('.') : undefined;
}

function compare(a: HackageVersion, b: HackageVersion): number {
  return compareLists(a, b, compareDigits);
}

function withNext(version: HackageVersion): HackageVersion {
  const last = version.at(-1) ?? '0';
  return [...version.slice(0, -1), String(BigInt(last) + 1n)];
}

function between(version: HackageVersion, prefix: HackageVersion): readonly Bound<HackageVersion>[] {
  return [
    { operator: '>=', version },
    { operator: '<', version: withNext(prefix) },
  ];
}

/** `== 1.2.*` is every version that begins with 1.2; `^>= 1.2.3` is `>= 1.2.3 && < 1.3` (the PVP's major bound). */
function expand(operator: string, text: string): readonly Bound<HackageVersion>[] | undefined {
  if (operator === '==' && text.endsWith('.*')) {
    const prefix = parse(text.slice(0, -2));
    return prefix && between(prefix, prefix);
  }
  if (operator !== '^>=') return undefined;
  const version = parse(text);
  return version && between(version, version.length < 2 ? [...version, '0'] : version.slice(0, 2));
}

function parseRange(text: string): Bounds<HackageVersion> | undefined {
  return text.trim() === '-any' ? [[]] : parseComparators(text, parse, expand);
}

/** Haskell's package versions, as Cabal orders them. */
export const hackageScheme = createScheme<HackageVersion, Bounds<HackageVersion>>({
  id: 'hackage',
  parse,
  compare,
  parseRange,
  contains: (range, version) => withinBounds(range, version, compare),
});
