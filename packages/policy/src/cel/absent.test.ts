import type { Fact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { compile, type Evaluation } from './compile.ts';
import { extensionLibraries } from './library/extensions.ts';
import { bool, double, duration, dyn, instant, int, listOf, mapOf, object, text, uint } from './types.ts';

const inner = object('Inner', { name: [text, 'A name.'], flag: [bool, 'A flag.'] });
const thing = object('Thing', {
  flag: [bool, 'Absent.'],
  name: [text, 'Absent.'],
  size: [int, 'Absent.'],
  count: [uint, 'Absent.'],
  score: [double, 'Absent.'],
  at: [instant, 'Absent.'],
  span: [duration, 'Absent.'],
  list: [listOf(text), 'Absent.'],
  labels: [mapOf(text), 'Absent.'],
  inner: [inner, 'Absent.'],
  any: [dyn, 'Absent.'],
});

function evaluate(source: string, x: Fact): Evaluation {
  return compile(source, { variables: { x: thing, any: dyn }, libraries: extensionLibraries }).evaluate(
    { x, any: x },
    { now: new Date(0) },
  );
}

function shown(source: string, x: Fact): unknown {
  const result = evaluate(source, x);
  return result.kind === 'value' ? result.value : result;
}

const absent: readonly (readonly [string, Fact])[] = [
  ['undefined', undefined],
  ['null', null],
  ['an empty object', {}],
  ['nulls', { flag: null, name: null, size: null, at: null, list: null, labels: null, inner: null, any: null }],
];

describe.each(absent)('what is absent reads as the zero of its type: %s', (_, x) => {
  test.each<[string, unknown]>([
    ['x.flag', false],
    ['!x.flag', true],
    ['x.name == ""', true],
    ['x.name', ''],
    ['x.size == 0', true],
    ['x.size', 0n],
    ['x.count == 0u', true],
    ['x.score == 0.0', true],
    ['x.list == []', true],
    ['size(x.list) == 0', true],
    ['x.list.exists(e, true)', false],
    ['x.list.all(e, false)', true],
    ['"a" in x.list', false],
    ['x.labels.a == ""', true],
    ['x.labels["a"] == ""', true],
    ['"a" in x.labels', false],
    ['size(x.labels) == 0', true],
    ['x.inner.name == ""', true],
    ['x.inner.flag', false],
    ['has(x.flag)', false],
    ['has(x.inner)', false],
    ['has(x.inner.name)', false],
    ['has(x.labels.a)', false],
    ['x.name == null', false],
    ['x.?name.orValue("none")', 'none'],
    ['x.?inner.name.orValue("none")', 'none'],
    ['x.?size.hasValue()', false],
    ['x.labels[?"a"].orValue("none")', 'none'],
  ])('%s', (source, expected) => {
    expect(shown(source, x)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['x.at < now', false],
    ['x.at >= now', false],
    ['now > x.at', false],
    ['x.at == now', false],
    ['x.at == null', true],
    ['x.at != null', false],
    ['x.at == timestamp("1970-01-01T00:00:00Z")', false],
    ['now - x.at > duration("1h")', false],
    ['now - x.at <= duration("1h")', false],
    ['x.at + x.span < now', false],
    ['x.span > duration("0s")', false],
    ['x.span == duration("0s")', false],
    ['x.at.getFullYear() > 0', false],
    ['x.at.getFullYear() + 1 < 5000', false],
    ['string(x.at)', ''],
    ['[x.at] == [null]', true],
    ['has(x.at)', false],
    ['x.?at.hasValue()', false],
  ])('an absent time meets no comparison: %s', (source, expected) => {
    expect(shown(source, x)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['x.any == null', true],
    ['x.any == "a"', false],
    ['x.any.deep.er == null', true],
    ['x.any.deep.er == "a"', false],
    ['x.any.deep > 5', false],
    ['x.any && true', false],
    ['!x.any', true],
    ['x.any ? 1 : 2', 2n],
    ['x.any.exists(e, true)', false],
    ['x.any.list.all(e, false)', true],
    ['"a" in x.any', false],
    ['size(x.any) == 0', true],
    ['x.any.name.startsWith("a")', false],
    ['x.any.name.matches("a")', false],
    ['has(x.any.name)', false],
    ['x.any.?name.orValue("none")', 'none'],
    ['any.spec.containers.exists(c, c.privileged)', false],
    ['quantity(x.any.memory).isGreaterThan(quantity("1Gi"))', false],
  ])('in dyn: %s', (source, expected) => {
    expect(shown(source, x)).toEqual(expected);
  });
});

describe('what stays an error', () => {
  test.each([
    ['x.list[0] == "a"', 'out-of-range'],
    ['{"a": 1}["b"] == 1', 'no-such-key'],
    ['{"a": 1}.b == 1', 'no-such-key'],
    ['["a"][1] == "a"', 'out-of-range'],
    ['1 / x.size == 1', 'divide-by-zero'],
    ['9223372036854775807 + 1 > 0', 'out-of-range'],
    ['int("a") == 1', 'invalid-argument'],
    ['timestamp("2026-13-01T00:00:00Z") < now', 'invalid-argument'],
    ['dyn("a") < dyn(1)', 'no-such-overload'],
    ['dyn(1).startsWith("a")', 'no-such-overload'],
    ['now.getHours("Nowhere/Land") == 1', 'invalid-argument'],
  ])('%s', (source, code) => {
    expect(evaluate(source, {})).toMatchObject({ kind: 'error', code });
  });

  test('its offset points at the operator', () => {
    expect(evaluate('true && 1 / x.size == 1', {})).toMatchObject({ kind: 'error', offset: 10 });
  });
});

describe('a result whose type only the facts tell', () => {
  const held = compile('x.any', { variables: { x: thing }, resultType: bool });

  test.each<[string, Fact, unknown]>([
    ['true', true, { kind: 'value', value: true }],
    ['false', false, { kind: 'value', value: false }],
    ['absent', null, { kind: 'value', value: false }],
  ])('%s is a bool', (_, any, expected) => {
    expect(held.evaluate({ x: { any } }, { now: new Date(0) })).toEqual(expected);
  });

  test.each<[string, Fact]>([
    ['a string', 'true'],
    ['an int', 1],
    ['a list', []],
    ['an object', {}],
  ])('%s is none', (_, any) => {
    const result = held.evaluate({ x: { any } }, { now: new Date(0) });
    expect(result).toMatchObject({ kind: 'error', code: 'no-such-overload', message: 'expected bool' });
  });
});

describe('numbers in dyn', () => {
  test.each<[string, unknown]>([
    ['x.any.n == 3', true],
    ['type(x.any.n) == int', true],
    ['type(x.any.d) == double', true],
    ['x.any.d > 1', true],
    ['x.any.n + 1 == 4', true],
    ['x.any.list == [1, 2]', true],
    ['x.any.map == {"a": 1}', true],
    ['x.any.map.exists(k, v, k == "a" && v == 1)', true],
    ['x.any.day < now', true],
  ])('%s', (source, expected) => {
    const any = { n: 3, d: 1.5, list: [1, 2], map: { a: 1 }, day: new Date(-1) };
    expect(shown(source, { any })).toEqual(expected);
  });
});
