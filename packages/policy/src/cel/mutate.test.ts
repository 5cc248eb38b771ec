import { describe, expect, test } from 'vitest';
import { mutants } from './mutate.ts';
import { parse } from './parse/parse.ts';

function sources(source: string): string[] {
  return mutants(source).map((mutant) => mutant.source);
}

describe('mutants', () => {
  test.each<[string, readonly string[]]>([
    ['a', ['!(a)']],
    ['!a', ['(a)']],
    ['a && b', ['!(a && b)', '(b)', '(a)', '!(a) && b', 'a && !(b)']],
    ['a || !b', ['!(a || !b)', '(!b)', '(a)', '!(a) || !b', 'a || (b)']],
    [
      'a && (b || c)',
      ['(a)', '((b || c))', 'a && (b)', 'a && (c)', 'a && (!(b) || c)', 'a && (b || !(c))', 'a && !((b || c))'],
    ],
    ['a == 1', ['!(a == 1)']],
    ['a ? b : c == 1', ['(b)', '(c == 1)', '!(a) ? b : c == 1', 'a ? !(b) : c == 1', 'a ? b : !(c == 1)']],
    [
      'l.exists(x, x.a && x.b)',
      ['l.exists(x, (x.a))', 'l.exists(x, (x.b))', 'l.exists(x, !(x.a) && x.b)', '!(l.exists(x, x.a && x.b))'],
    ],
    ['l.all(i, x, x.a)', ['l.all(i, x, !(x.a))']],
    ['size(l.filter(x, x.a)) > 0', ['size(l.filter(x, !(x.a))) > 0', '!(size(l.filter(x, x.a)) > 0)']],
    ['l.map(x, x.a, x.b).size() > 0', ['l.map(x, !(x.a), x.b).size() > 0']],
    ['cel.bind(x, a && b, x || c)', ['cel.bind(x, (a), x || c)', 'cel.bind(x, a && b, (c))']],
    ['has(a.b) && a.b in [1]', ['!(has(a.b)) && a.b in [1]', 'has(a.b) && !(a.b in [1])']],
    ['["é", "💥"].exists(x, x == "💥" && a)', ['["é", "💥"].exists(x, (a))']],
  ])('of %s', (source, expected) => {
    const all = sources(source);
    for (const each of expected) expect(all).toContain(each);
  });

  test('parse again and differ from each other and from the source', () => {
    for (const source of [
      '(a && b) || !(c && d) ? e : f',
      '!a == b && -1 < c',
      '(a) && // why\n b',
      'l.all(x, l.exists(y, x == y || a))',
    ]) {
      const all = sources(source);
      expect(new Set([...all, source]).size).toBe(all.length + 1);
      for (const each of all) expect(() => parse(each), each).not.toThrow();
    }
  });

  test('what comes to no bool is not negated', () => {
    expect(mutants('l.filter(x, x.a)', false).map((mutant) => mutant.source)).toEqual(['l.filter(x, !(x.a))']);
  });

  test('what decides nothing has none', () => {
    expect(sources('has(a.b)')).toEqual(['!(has(a.b))']);
    expect(mutants('a.b')[0]).toEqual({ description: 'negated: a.b', source: '!(a.b)', offset: 0 });
  });
});
