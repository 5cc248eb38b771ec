import { PratiqueError } from '@pratique/foundation';
import type { VersionScheme } from '@pratique/model';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** The table of one version scheme. */
export interface VersionSchemeCases {
  /** Orders that the ecosystem's own tool states, as `A < B`, `A = B` or `A > B`. */
  readonly order: readonly string[];
  /** Texts that are no version. */
  readonly invalid: readonly string[];
  /** Version, range in the ecosystem's notation, whether the one lies in the other. */
  readonly ranges: readonly (readonly [version: string, range: string, within: boolean])[];
  /** Texts that are no range. */
  readonly invalidRanges: readonly string[];
  /** A grammar of ordinary versions, for the properties of a total order. */
  readonly grammar: RegExp;
}

const UNPARSABLE = 'versions/unparsable';

/** Beyond 2^53 and 2^64: a comparison that goes through floating point takes them for equal. */
const HUGE = '98765432109876543210987654321098765432';

/** Texts that are slow in parsers that backtrack, recurse or count in the wrong type. */
const hostileTexts: readonly string[] = [
  ...[
    '0',
    '9',
    'a',
    '-',
    '.',
    '~',
    '^',
    '+',
    '_',
    ':',
    '*',
    '1.',
    '1-',
    '1a',
    '-a',
    '.a',
    '1.0-alpha',
    '1!',
    '1_p',
  ].map((piece) => piece.repeat(Math.floor(4096 / piece.length))),
  `${'1'.repeat(4000)}.b!`,
  `1.0${'-1'.repeat(2000)}!`,
  `v${' '.repeat(4000)}x`,
  `1.0-alpha${'1'.repeat(4000)}x`,
  `1.0-beta${'.1'.repeat(2000)}x`,
];

const hostileRanges: readonly string[] = [
  ...hostileTexts,
  ...['', '[', '[1,', '>=1', '^1 |', '1,'].map((head) => `${head}${' '.repeat(16_000)}&`),
  ...['[', '(,', '[1,', '>=1 ', '1 || ', '^', '~>1,', '1 - 2 ', '1.x ', ' , ', '|', '!= 1,'].map((piece) =>
    piece.repeat(Math.floor(16_384 / piece.length)),
  ),
];

/** What a call gave, or the code of its error. Errors without a code stay errors. */
function outcome<Value>(call: () => Value): Value | typeof UNPARSABLE {
  try {
    return call();
  } catch (error) {
    if (error instanceof PratiqueError && error.code === UNPARSABLE) return UNPARSABLE;
    throw error;
  }
}

function relation(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}

function describeOrder(scheme: VersionScheme, versions: fc.Arbitrary<string>): void {
  const { compare } = scheme;

  test('is reflexive and antisymmetric', () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        expect(compare(a, a)).toBe(0);
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('is transitive, also through versions that are equal', () => {
    fc.assert(
      fc.property(versions, versions, versions, (...three) => {
        const [low, middle, high] = three.toSorted(compare) as [string, string, string];
        expect(compare(low, middle)).toBeLessThanOrEqual(0);
        expect(compare(middle, high)).toBeLessThanOrEqual(0);
        expect(compare(low, high)).toBeLessThanOrEqual(0);
        if (compare(low, middle) === 0) expect(Math.sign(compare(low, high))).toBe(Math.sign(compare(middle, high)));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('compares numbers of any length exactly', () => {
    expect(compare(`1.${HUGE}1`, `1.${HUGE}2`)).toBeLessThan(0);
    expect(compare(`1.${HUGE}`, `1.${HUGE}`)).toBe(0);
    expect(compare(`1.9${HUGE}`, `1.${HUGE}`)).toBeGreaterThan(0);
  });
}

function describeRefusal(scheme: VersionScheme, cases: VersionSchemeCases): void {
  test.each(['', ' ', '\n', ...cases.invalid])('refuses %j as a version', (text) => {
    expect(scheme.isValid(text)).toBe(false);
    expect(outcome(() => scheme.compare(text, '1.0'))).toBe(UNPARSABLE);
    expect(outcome(() => scheme.compare('1.0', text))).toBe(UNPARSABLE);
  });

  test.each([...cases.invalidRanges])('refuses %j as a range', (text) => {
    expect(outcome(() => scheme.satisfies('1.0', text))).toBe(UNPARSABLE);
  });

  test('takes a version exactly where it compares it, and fails with its own error only', () => {
    const units = fc.array(fc.nat(0xffff)).map((list) => String.fromCharCode(...list));
    const texts = fc.oneof(units, fc.string());
    fc.assert(
      fc.property(texts, (text) => {
        expect(outcome(() => scheme.compare(text, text))).toBe(scheme.isValid(text) ? 0 : UNPARSABLE);
        outcome(() => scheme.satisfies('1.0', text));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('refuses a version longer than its limit', () => {
    expect(scheme.isValid('1'.repeat(4096 + 1))).toBe(false);
  });

  test('comes to an end on hostile versions and ranges', () => {
    for (const a of hostileTexts) {
      for (const b of hostileTexts.slice(0, 8)) outcome(() => scheme.compare(a, b));
    }
    for (const range of hostileRanges) outcome(() => scheme.satisfies('1.0', range));
  });
}

/** The contract of a version scheme, then its table. */
export function describeVersionScheme(scheme: VersionScheme, cases: VersionSchemeCases): void {
  describe(`version scheme ${scheme.id}`, () => {
    test.each([...cases.order])('%s', (line) => {
      const [a, claimed, b] = line.split(' ') as [string, string, string];
      expect(`${a} ${relation(scheme.compare(a, b))} ${b}`).toBe(line);
      const reverse = { '<': '>', '=': '=', '>': '<' }[claimed];
      expect(relation(scheme.compare(b, a))).toBe(reverse);
    });

    test.each([...cases.ranges])('%s in %s: %s', (version, range, within) => {
      expect(scheme.satisfies(version, range)).toBe(within);
    });

    describeOrder(scheme, fc.stringMatching(cases.grammar));
    describeRefusal(scheme, cases);
  });
}
