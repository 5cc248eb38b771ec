import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, type Evaluation } from './compile.ts';
import { duration, dyn, instant, object } from './types.ts';

const params = object('Params', { grace: [duration, 'A parameter.'] });
const variables = { at: instant, params, anything: dyn };
const start = Date.UTC(2026, 0, 1);

function evaluate(
  source: string,
  bindings: Parameters<ReturnType<typeof compile>['evaluate']>[0],
  now: number,
): Evaluation {
  return compile(source, { variables }).evaluate(bindings, { now: new Date(now) });
}

function valueOf(evaluation: Evaluation): unknown {
  return evaluation.kind === 'value' ? evaluation.value : evaluation.kind;
}

const operators = ['<', '<=', '>', '>=', '==', '!='];

/** Each compares something that moves with something that does not, or moves otherwise. */
const shapes = [
  (op: string): string => `now - at ${op} params.grace`,
  (op: string): string => `now ${op} at`,
  (op: string): string => `at ${op} now`,
  (op: string): string => `at + params.grace ${op} now`,
  (op: string): string => `params.grace ${op} now - at`,
  (op: string): string => `at - now ${op} params.grace`,
  (op: string): string => `(now - at) + (now - at) ${op} params.grace`,
  // The general way: what is not known to be a moment, and what is finer than a millisecond.
  (op: string): string => `dyn(now) - dyn(at) ${op} duration("5ms")`,
  (op: string): string => `now - at ${op} duration("3.5ms")`,
  (op: string): string => `at - now ${op} duration("-0.5ms")`,
];

describe('the next instant', () => {
  test('is exact: constant before it, changed at it, for every comparison', () => {
    assert(
      property(
        constantFrom(...shapes),
        constantFrom(...operators),
        integer({ min: -12, max: 12 }),
        integer({ min: -6, max: 6 }),
        (shape, operator, offset, grace) => {
          const source = shape(operator);
          const compiled = compile(source, { variables });
          const bindings = { at: new Date(start + offset), params: { grace: `${grace}ms` }, anything: undefined };
          const at = (ms: number): Evaluation => compiled.evaluate(bindings, { now: new Date(start + ms) });
          const first = at(0);
          const next = first.nextChange === undefined ? 60 : first.nextChange.getTime() - start;
          expect(next).toBeGreaterThan(0);
          for (let ms = 0; ms < Math.min(next, 60); ms += 1) expect(valueOf(at(ms)), source).toBe(valueOf(first));
          if (first.nextChange !== undefined) expect(valueOf(at(next)), source).not.toBe(valueOf(first));
        },
      ),
      { seed: 7, numRuns: 1500 },
    );
  });

  test('of a combination is the earliest of what was looked at', () => {
    const source = 'now - at > duration("10ms") && now - at < duration("20ms")';
    const at = (ms: number): Evaluation => evaluate(source, { at: new Date(start) }, start + ms);
    expect(at(0)).toEqual({ kind: 'value', value: false, nextChange: new Date(start + 11) });
    expect(at(11)).toEqual({ kind: 'value', value: true, nextChange: new Date(start + 20) });
    expect(at(20)).toEqual({ kind: 'value', value: false });
  });

  test.each([
    ['now.getFullYear() == 2026', '2026-01-01T00:00:00Z'],
    ['now.getHours() >= 12', '2026-01-01T11:59:59.999Z'],
    ['now.getHours("Asia/Kathmandu") == 6', '2026-01-01T00:10:00Z'],
    ['now.getDayOfWeek("America/New_York") == 3', '2026-01-01T04:59:00Z'],
    ['now.getMinutes() == 59', '2026-01-01T11:58:30.5Z'],
    ['now.getSeconds() == 59', '2026-01-01T11:58:58.999Z'],
    ['(now - at).getHours() > 11', '2026-01-01T11:59:59.999Z'],
    ['(now - at).getSeconds() == 5', '2026-01-01T00:00:04.3Z'],
    ['int(now) % 2 == 0', '2026-01-01T00:00:04.3Z'],
    ['string(now) < "2026-01-01T00:00:05"', '2026-01-01T00:00:04.998Z'],
    ['[now].exists(t, t > at + duration("5s"))', '2026-01-01T00:00:04.998Z'],
    ['now in [at + duration("5s")]', '2026-01-01T00:00:04.998Z'],
    ['[now] == [at + duration("5s")]', '2026-01-01T00:00:04.998Z'],
    ['(now - duration("1000000h")).getDate("Europe/Amsterdam") == 1', '2026-01-01T00:00:04Z'],
  ])('is never too late: %s', (source, from) => {
    const bindings = { at: new Date(start) };
    const compiled = compile(source, { variables });
    let now = Date.parse(from);
    for (let i = 0; i < 5; i += 1) {
      const { nextChange, ...result } = compiled.evaluate(bindings, { now: new Date(now) });
      if (nextChange === undefined) return;
      expect(nextChange.getTime()).toBeGreaterThan(now);
      const last = compiled.evaluate(bindings, { now: new Date(nextChange.getTime() - 1) });
      expect({ ...last, nextChange: undefined }).toEqual({ ...result, nextChange: undefined });
      now = nextChange.getTime();
    }
  });

  test('is not there where time does not count', () => {
    expect(
      evaluate('at < timestamp("2026-01-01T00:00:00Z")', { at: new Date(start) }, start).nextChange,
    ).toBeUndefined();
    expect(evaluate('now - now == duration("0s")', {}, start).nextChange).toBeUndefined();
    expect(evaluate('type(now) == google.protobuf.Timestamp', {}, start).nextChange).toBeUndefined();
    // What decided does not move.
    expect(
      evaluate('at > timestamp("2020-01-01T00:00:00Z") || now > at', { at: new Date(start) }, start).nextChange,
    ).toBeUndefined();
  });
});
