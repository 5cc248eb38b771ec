import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { conformanceCases } from './conformance/cases.ts';
import { extensionLibraries } from './library/extensions.ts';
import { mutants } from './mutate.ts';
import { CompileError } from './problem.ts';
import { dyn } from './types.ts';

/** A small generator of numbers: the same seed gives the same mutations. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '.',
  '?',
  ':',
  ',',
  '"',
  "'",
  '\\',
  '`',
  '!',
  '-',
  '&&',
  '||',
  ' in ',
  '1',
  '0x',
  '1e9',
  'u',
  'x',
  'r"',
  'b"',
  '//',
  '\n',
  '\u{1f4a5}',
  '\ud800',
  '.?',
  '[?',
  'all(x,',
  'now',
  'null',
  '9223372036854775808',
];

function mutated(source: string, next: (below: number) => number): string {
  let text = source;
  for (let count = 1 + next(3); count > 0; count -= 1) {
    const at = next(text.length + 1);
    const length = next(2) === 0 ? next(5) : 0;
    text = text.slice(0, at) + (next(3) > 0 ? (pieces[next(pieces.length)] ?? '') : '') + text.slice(at + length);
  }
  return text;
}

describe('fuzz', () => {
  test('mutated sources compile or have problems; what compiles evaluates or fails as it should', () => {
    const seeds = conformanceCases()
      .map((each) => each.test.expr)
      .filter((source) => source.length < 300);
    const next = generator(11);
    const bindings = { x: { a: [1, { b: null }], c: 'd' } };
    let evaluated = 0;
    for (let i = 0; i < 6000; i += 1) {
      const source = mutated(seeds[next(seeds.length)] ?? 'x', next);
      try {
        const compiled = compile(source, { variables: { x: dyn }, libraries: extensionLibraries });
        const result = compiled.evaluate(bindings, { now: new Date(0), costLimit: 20_000 });
        expect(['value', 'unknown', 'error']).toContain(result.kind);
        mutants(source);
        evaluated += 1;
      } catch (error) {
        if (!(error instanceof CompileError))
          throw new Error(`${JSON.stringify(source)}: ${String(error)}`, { cause: error });
        for (const problem of error.problems) {
          expect(problem.offset).toBeGreaterThanOrEqual(0);
          expect(problem.offset).toBeLessThanOrEqual(source.length);
        }
      }
    }
    expect(evaluated).toBeGreaterThan(500);
  });
});
