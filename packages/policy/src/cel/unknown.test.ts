import { type Fact, UnknownFact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { compile, type Evaluation } from './compile.ts';
import { extensionLibraries } from './library/extensions.ts';
import { bool, double, dyn, instant, int, listOf, mapOf, object, text } from './types.ts';

const part = object('Part', { name: [text, 'A name.'], bad: [bool, 'A flag.'], size: [int, 'A size.'] });
const thing = object('Thing', {
  yes: [bool, 'Known.'],
  no: [bool, 'Known.'],
  lost: [bool, 'Unknown.'],
  gone: [bool, 'Unknown too.'],
  name: [text, 'Unknown.'],
  size: [int, 'Unknown.'],
  score: [double, 'Unknown.'],
  at: [instant, 'Unknown.'],
  part: [part, 'Unknown.'],
  parts: [listOf(part), 'The second has an unknown flag.'],
  names: [listOf(text), 'The second is unknown.'],
  labels: [mapOf(text), 'One is unknown.'],
  any: [dyn, 'With unknown parts.'],
  lostList: [listOf(part), 'Unknown.'],
});
const unknown = new UnknownFact('not inventoried');
const facts: Fact = {
  yes: true,
  no: false,
  lost: unknown,
  gone: new UnknownFact('no key'),
  name: unknown,
  size: unknown,
  score: unknown,
  at: unknown,
  part: unknown,
  parts: [
    { name: 'a', bad: false, size: 1 },
    { name: 'b', bad: unknown, size: 2 },
    { name: 'c', bad: true, size: unknown },
  ],
  names: ['a', unknown, 'c'],
  labels: { known: 'x', lost: unknown },
  any: { name: unknown, list: [1, unknown], deep: { er: 5 } },
  lostList: unknown,
};

function evaluate(source: string, x: Fact = facts): Evaluation {
  const options = { variables: { x: thing }, libraries: extensionLibraries };
  return compile(source, options).evaluate({ x }, { now: new Date(0) });
}

/** The value, `unknown` with its paths, or `error`. */
function shown(source: string, x?: Fact): unknown {
  const result = evaluate(source, x);
  if (result.kind === 'value') return result.value;
  return result.kind === 'unknown' ? result.fields.map((field) => field.path).join(' ') : `error ${result.code}`;
}

describe('three values', () => {
  test.each<[string, unknown]>([
    ['x.lost && x.no', false],
    ['x.no && x.lost', false],
    ['x.lost && x.yes', 'x.lost'],
    ['x.yes && x.lost', 'x.lost'],
    ['x.lost || x.yes', true],
    ['x.yes || x.lost', true],
    ['x.lost || x.no', 'x.lost'],
    ['x.lost && x.gone', 'x.lost x.gone'],
    ['x.lost || x.gone || x.no', 'x.lost x.gone'],
    ['x.lost && x.gone && x.no', false],
    ['!x.lost', 'x.lost'],
    ['!(x.lost && x.no)', true],
    ['x.lost ? true : true', 'x.lost'],
    ['x.yes ? 1 : x.size', 1n],
    ['x.yes ? x.size : 1', 'x.size'],
    ['x.lost && 1 / 0 > 1', 'x.lost'],
    ['1 / 0 > 1 && x.lost', 'x.lost'],
    ['1 / 0 > 1 || x.yes', true],
    ['1 / 0 > 1 && x.yes', 'error divide-by-zero'],
  ])('logic: %s', (source, expected) => {
    expect(shown(source)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['x.name == "a"', 'x.name'],
    ['x.name != "a"', 'x.name'],
    ['x.name in ["a"]', 'x.name'],
    ['x.name.startsWith("a")', 'x.name'],
    ['x.name + "a" == "aa"', 'x.name'],
    ['size(x.name) > 0', 'x.name'],
    ['x.size > 1', 'x.size'],
    ['1 < x.size', 'x.size'],
    ['x.size + 1 > 2', 'x.size'],
    ['x.score > 0.5', 'x.score'],
    ['x.at < now', 'x.at'],
    ['now - x.at > duration("1h")', 'x.at'],
    ['x.part.bad', 'x.part'],
    ['x.part.name == x.name', 'x.part'],
    ['has(x.part.name)', 'x.part'],
    ['has(x.part)', 'x.part'],
    ['has(x.yes)', true],
    ['x.labels.lost == "x"', 'x.labels.lost'],
    ['x.labels["lost"] == "x"', 'x.labels.lost'],
    ['x.labels.known == "x"', true],
    ['has(x.labels.lost)', 'x.labels.lost'],
    ['x.any.name == "x"', 'x.any.name'],
    ['x.any.deep.er == 5', true],
    ['x.any.list[1] == 1', 'x.any.list[1]'],
    ['x.any.list[0] == 1', true],
    ['x.?part.name.orValue("none")', 'x.part'],
    ['x.?any.?name.orValue("none")', 'x.any.name'],
    ['x.?any.deep.?er.orValue(0)', 5n],
    ['x.any[?"name"].hasValue()', 'x.any.name'],
    ['x.parts[?1].?name.orValue("")', 'b'],
    ['x.parts[?1].?bad.orValue(true)', 'x.parts[1].bad'],
    ['x.parts[?7].?bad.orValue(true)', true],
    ['string(x.size)', 'x.size'],
    ['[x.size, 1]', 'x.size'],
    ['{"a": x.size}', 'x.size'],
    ['-x.size', 'x.size'],
    ['type(x.size) == int', 'x.size'],
  ])('operators and functions: %s', (source, expected) => {
    expect(shown(source)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['x.parts.exists(p, p.bad)', true],
    ['x.parts.exists(p, p.bad && p.name != "c")', 'x.parts[1].bad'],
    ['x.parts.exists(p, p.name == "b")', true],
    ['x.parts.all(p, !p.bad)', false],
    ['x.parts.all(p, !p.bad || p.name == "c")', 'x.parts[1].bad'],
    ['x.parts.all(p, p.size > 0)', 'x.parts[2].size'],
    ['x.parts.exists(p, p.bad && p.size > 1)', 'x.parts[1].bad x.parts[2].size'],
    ['x.parts.exists_one(p, p.bad)', 'x.parts[1].bad'],
    ['size(x.parts.filter(p, p.bad)) > 0', 'x.parts[1].bad'],
    ['x.parts.map(p, p.size)', 'x.parts[2].size'],
    ['x.parts.filter(p, p.name == "b").exists(p, p.bad)', 'x.parts[1].bad'],
    ['x.parts.map(p, p.name == "a", p.size)', [1n]],
    ['size(x.parts) == 3', true],
    ['x.parts[1].name', 'b'],
    ['x.parts[1].bad', 'x.parts[1].bad'],
    ['x.lostList.exists(p, p.bad)', 'x.lostList'],
    ['x.lostList.all(p, p.bad)', 'x.lostList'],
    ['size(x.lostList) > 0', 'x.lostList'],
    ['"a" in x.names', true],
    ['"z" in x.names', 'x.names[1]'],
    ['x.names.exists(n, n == "c")', true],
    ['x.names.all(i, n, i == 1 || n in ["a", "c"])', true],
    ['x.labels.exists(k, k == "lost")', true],
    ['x.labels.exists(k, v, v == "x")', true],
    ['x.labels.all(k, v, v == "x")', 'x.labels.lost'],
    ['cel.bind(p, x.parts[1], p.bad)', 'x.parts[1].bad'],
    ['cel.bind(p, x.lost, p && x.no)', false],
    ['[x.parts[0], x.parts[1]].exists(p, p.bad)', 'x.parts[1].bad'],
    ['(x.parts + x.parts).exists(p, p.name == "z" && p.bad)', false],
    ['x.any.list.exists(e, e == 1)', true],
    ['x.any.list.exists(e, e == 2)', 'x.any.list[1]'],
  ])('lists and maps: %s', (source, expected) => {
    expect(shown(source)).toEqual(expected);
  });

  test('a fact of the wrong type is unknown, never taken for something else', () => {
    const wrong: Fact = {
      yes: 'true',
      name: 5,
      size: '5',
      score: 'high',
      at: 'yesterday',
      part: 'part',
      parts: { a: 1 },
      names: ['a', 5],
      labels: [],
    };
    for (const source of [
      'x.yes',
      'x.name == "5"',
      'x.name.matches("5")',
      'x.size == 5',
      'x.score > 0.1',
      'x.at < now',
      'x.part.name == ""',
      'x.parts.exists(p, p.bad)',
      'x.names.all(n, n == "a")',
      '"b" in x.names',
      'x.labels.a == ""',
      'x.size + 1 == 6',
      'x.parts.all(p, true)',
      'size(x.parts) == 0',
      'x.parts[0].bad',
      'x.labels.all(k, true)',
      'size(x.labels) == 0',
      'has(x.labels.values)',
      'has(x.labels.length)',
      'has(x.part.name)',
      'x.labels[?"a"].hasValue()',
    ]) {
      const result = evaluate(source, wrong);
      expect(result, source).toMatchObject({ kind: 'unknown', fields: [{ reason: 'has the wrong type' }] });
    }
    expect(evaluate('x.size == 5', { size: 5.5 })).toMatchObject({ kind: 'unknown' });
    expect(evaluate('x.at < now', { at: new Date(Number.NaN) })).toMatchObject({ kind: 'unknown' });
  });

  test('the reason and the place are said, each place once', () => {
    expect(evaluate('x.lost || x.gone || x.lost')).toEqual({
      kind: 'unknown',
      fields: [
        { path: 'x.lost', reason: 'not inventoried' },
        { path: 'x.gone', reason: 'no key' },
      ],
    });
  });

  test('unknown keeps the next instant of what was compared', () => {
    const result = evaluate('x.lost && now > timestamp("1970-01-01T00:00:01Z")', facts);
    expect(result).toEqual({ kind: 'value', value: false, nextChange: new Date(1001) });
  });
});
