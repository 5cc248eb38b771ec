import { type Fact, UnknownFact } from '@pratique/model';
import {
  type Arbitrary,
  array,
  assert,
  bigInt,
  boolean,
  constantFrom,
  date,
  double,
  integer,
  oneof,
  property,
  record,
  string,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { bool, type CelType, double as doubleType, duration, instant, int, listOf, object, text } from './types.ts';

const fields: Readonly<Record<string, readonly [CelType, string]>> = {
  a: [int, 'An int.'],
  b: [int, 'An int.'],
  s: [text, 'A text.'],
  t: [text, 'A text.'],
  p: [bool, 'A flag.'],
  q: [bool, 'A flag.'],
  d: [doubleType, 'A double.'],
  at: [instant, 'An instant.'],
  until: [instant, 'An instant.'],
  span: [duration, 'A duration.'],
  names: [listOf(text), 'Names.'],
};
const variables = { x: object('X', fields) };

const odd: Arbitrary<Fact> = constantFrom<Fact[]>(
  null,
  undefined,
  new UnknownFact('lost'),
  'odd',
  5,
  5.5,
  true,
  [],
  {},
);
const mostly = (usual: Arbitrary<Fact>): Arbitrary<Fact> =>
  oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });
const whole: Arbitrary<Fact> = mostly(
  oneof(
    integer({ min: -3, max: 3 }),
    bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
    double(),
    constantFrom(2 ** 53, 2 ** 60, -(2 ** 63)),
  ),
);
const words: Arbitrary<Fact> = mostly(oneof(constantFrom('', 'a', 'b', '\u{1f4a5}', '￿'), string({ maxLength: 3 })));
const instants: Arbitrary<Fact> = mostly(
  oneof(
    integer({ min: -5, max: 5 }).map((ms) => new Date(ms)),
    date({ noInvalidDate: false }),
    constantFrom(
      '1970-01-01T00:00:00.001Z',
      '1970-01-01T00:00:00.0005Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ),
  ),
);
const facts = record({
  a: whole,
  b: whole,
  s: words,
  t: words,
  p: mostly(boolean()),
  q: mostly(boolean()),
  d: mostly(oneof(double(), integer())),
  at: instants,
  until: instants,
  span: mostly(constantFrom('1ms', '-1ms', '0s', '72h', '1us', '2562047h', '3ns', 5n)),
  names: mostly(array(mostly(words), { maxLength: 3 })),
});

/** What is compared in a short way, and the same behind `dyn`, which is compared in the general way. */
const operands: readonly (readonly [string, string])[] = [
  ['x.a', 'x.b'],
  ['x.a', '2'],
  ['0', 'x.b'],
  ['x.s', 'x.t'],
  ['x.s', '"a"'],
  ['x.p', 'x.q'],
  ['x.p', 'true'],
  ['x.d', '1.0'],
  ['x.at', 'x.until'],
  ['now', 'x.at'],
  ['x.at + x.span', 'now'],
  ['now - x.at', 'x.span'],
  ['x.until - x.at', 'duration("2ms")'],
  ['x.at - x.until', 'now - x.at'],
  ['now - x.span', 'timestamp("1970-01-01T00:00:00.002Z")'],
  ['x.span + x.span', 'duration("1h") - x.span'],
];

describe('short ways come to what the general way comes to', () => {
  test('comparisons', () => {
    assert(
      property(
        constantFrom(...operands),
        constantFrom('==', '!=', '<', '<=', '>', '>='),
        facts,
        ([left, right], operator, x) => {
          const short = compile(`${left} ${operator} ${right}`, { variables });
          const general = compile(`dyn(${left}) ${operator} dyn(${right})`, { variables });
          const options = { now: new Date(1) };
          const expected = general.evaluate({ x }, options);
          const actual = short.evaluate({ x }, options);
          // An error is the same, its place is not.
          if (expected.kind === 'error') expect(actual).toMatchObject({ kind: 'error', code: expected.code });
          else expect(actual).toEqual(expected);
        },
      ),
      { seed: 5, numRuns: 6000 },
    );
  });

  test('in', () => {
    const pairs = [
      ['x.s in ["a", "b"]', 'dyn(x.s) in dyn(["a", "b"])'],
      ['x.s in x.names', 'x.names.exists(n, n == x.s)'],
    ] as const;
    assert(
      property(constantFrom(...pairs), facts, ([short, general], x) => {
        // `exists` over an empty list does not come to look at an unknown element; `in` does.
        if (typeof x.s !== 'string') return;
        const options = { now: new Date(1) };
        const expected = compile(general, { variables }).evaluate({ x }, options);
        const actual = compile(short, { variables }).evaluate({ x }, options);
        expect(actual.kind).toBe(expected.kind);
        if (expected.kind === 'value') expect(actual).toEqual(expected);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  test('a constant call is what it is without being constant', () => {
    for (const source of [
      'duration("90m") == duration("1h30m")',
      'timestamp("2026-01-01T00:00:00Z").getFullYear() == 2026',
      'size([1, 2]) == 2',
      'int("9") + 1 == 10',
    ]) {
      expect(compile(source, { variables }).evaluate({}, { now: new Date(1) }), source).toEqual({
        kind: 'value',
        value: true,
      });
    }
    expect(compile('int("a") == 1', { variables }).evaluate({}, { now: new Date(1) })).toMatchObject({ kind: 'error' });
  });
});
