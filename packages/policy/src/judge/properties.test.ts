import { type Policy, UnknownFact } from '@pratique/model';
import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { buildPolicy, buildPolicyException } from '@pratique/testkit';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { JudgeOptions, JudgeSubject } from './subject.ts';
import type { PolicySet } from '../profile/policy-set.ts';
import { selectProfile } from '../profile/select-profile.ts';

const AT = new Date('2026-11-21T00:00:00Z');
const options: JudgeOptions = { stage: 'build', at: AT };

function setOf(...policies: readonly Policy[]): PolicySet {
  return selectProfile({ policies: [], profiles: [], exceptions: [], cases: [] }, { extra: policies });
}

function finding(
  id: string,
  facts: JudgeSubject['facts'] = {},
  more: Partial<JudgeSubject['judged']> = {},
): JudgeSubject {
  return {
    judged: {
      kind: 'finding',
      name: id,
      vulnerability: [id],
      package: 'pkg:npm/lodash@4.0.0',
      repository: 'shop/api',
      ...more,
    },
    facts: { id, knownExploited: true, package: { name: 'lodash' }, ...facts },
  };
}

const exception = buildPolicyException();

const exploited = buildPolicy('exploited');

describe('verdicts', () => {
  const arbitrarySubject = record({
    id: integer({ min: 1, max: 8 }),
    exploited: constantFrom<boolean | UnknownFact>(true, false, new UnknownFact('late')),
    priority: integer({ min: 0, max: 100 }),
    fixed: boolean(),
  }).map(({ id, exploited: knownExploited, priority, fixed }) =>
    finding(
      `CVE-${id}`,
      { knownExploited, priority },
      { fixed, name: `CVE-${id} ${priority} ${String(knownExploited)}` },
    ),
  );
  const set = setOf(
    exploited,
    buildPolicy('warned', {
      violates: 'finding.priority > 50',
      decisions: { build: 'warn' },
      message: 'priority {finding.priority}',
    }),
    buildPolicy('elsewhere', { violates: 'finding.priority > 80', decisions: { deploy: 'deny' }, message: 'x' }),
  );
  const rank = { deny: 0, unknown: 1, warn: 2, allow: 3 } as const;

  it('the order of the subjects does not matter', () => {
    assert(
      property(array(arbitrarySubject, { maxLength: 12 }), (subjects) => {
        expect(judge(set, subjects.toReversed(), options)).toEqual(judge(set, subjects, options));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('more subjects never make a verdict better', () => {
    assert(
      property(array(arbitrarySubject, { maxLength: 8 }), arbitrarySubject, (subjects, another) => {
        const before = judge(set, subjects, options);
        const after = judge(set, [...subjects, another], options);
        expect(rank[after.decision]).toBeLessThanOrEqual(rank[before.decision]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('an exception takes away results of its own vulnerability alone', () => {
    const change = record({
      id: integer({ min: 1, max: 8 }),
      policy: constantFrom('*', 'exploited', 'ex*', 'warned', 'none'),
      approvedBy: constantFrom('', 'a@example.com', 'b@example.com'),
      expires: constantFrom('2026-12-31', '2026-01-01', 'until-fixed', 'nonsense'),
    });
    assert(
      property(array(arbitrarySubject, { maxLength: 8 }), change, (subjects, { id, ...rest }) => {
        const without = judge(set, subjects, options);
        const vulnerability = `CVE-${id}`;
        const verdict = judge(set, subjects, { ...options, exceptions: [{ ...exception, vulnerability, ...rest }] });
        const others = (results: typeof verdict.violations): string[] =>
          results
            .filter(({ subject }) => subject.vulnerability?.[0] !== vulnerability)
            .map(({ policy: name, message }) => `${name} ${message}`);
        expect(others(verdict.violations)).toEqual(others(without.violations));
        expect(others(verdict.unknowns)).toEqual(others(without.unknowns));
        expect(verdict.excepted.every(({ exception: found }) => found?.state === 'approved')).toBe(true);
        expect(verdict.violations.length + verdict.unknowns.length + verdict.excepted.length).toBe(
          without.violations.length + without.unknowns.length,
        );
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
