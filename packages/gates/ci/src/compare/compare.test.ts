import type { CheckResult, PolicyResult, Verdict } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { outcomeOf, unreadableVerdict, worst } from '../check/decision.ts';
import { locate } from '../check/locate.ts';
import { compare, compareCheck, introducedDecision } from './compare.ts';
import { isReport, readReport } from './read-report.ts';

function result(over: Partial<PolicyResult> = {}): PolicyResult {
  return {
    policy: 'p',
    title: 'P',
    severity: 'high',
    result: 'violated',
    decision: 'deny',
    enforced: true,
    subject: {
      kind: 'finding',
      name: 'CVE-1 in a 1.0',
      vulnerability: ['CVE-1'],
      package: 'pkg:deb/debian/a@1.0?arch=amd64',
    },
    message: 'update a to 2',
    remediation: '',
    references: [],
    ...over,
  };
}

const head = { stage: 'build', profile: 'x', judgedAt: '2026-11-21T00:00:00.000Z' } as const;

function fingerprintOf(over: Partial<PolicyResult>): string | undefined {
  const verdict: Verdict = { ...unreadableVerdict(head), violations: [result(over)] };
  return locate(verdict).violations[0]?.fingerprint;
}

describe('a fingerprint', () => {
  const subject = result().subject;
  const workload = {
    kind: 'workload',
    name: 'Deployment shop/api',
    resource: 'Deployment/shop/api',
    file: 'a.yaml',
    line: 3,
  } as const;

  test.each<[string, Partial<PolicyResult>, Partial<PolicyResult>]>([
    ['a newer version of the package', {}, { subject: { ...subject, package: 'pkg:deb/debian/a@1.1?arch=amd64' } }],
    ['another fixed version', {}, { message: 'update a to 3' }],
    [
      'another line and file of the object',
      { subject: workload },
      { subject: { ...workload, file: 'b.yaml', line: 90 } },
    ],
    [
      'numbers in the message',
      { subject: { kind: 'image', name: 'i' }, message: '3 unknowns' },
      { subject: { kind: 'image', name: 'j' }, message: '12 unknowns' },
    ],
  ])('stays the same with %s', (_, a, b) => {
    expect(fingerprintOf(a)).toBe(fingerprintOf(b));
  });

  test.each<[string, Partial<PolicyResult>, Partial<PolicyResult>]>([
    ['another policy', {}, { policy: 'q' }],
    ['another vulnerability', {}, { subject: { ...subject, vulnerability: ['CVE-2'] } }],
    ['another package', {}, { subject: { ...subject, package: 'pkg:deb/debian/b@1.0' } }],
    ['another object', { subject: workload }, { subject: { ...workload, resource: 'Deployment/shop/web' } }],
    ['another field', { subject: workload, field: 'spec.a' }, { subject: workload, field: 'spec.b' }],
    [
      'another Dockerfile',
      { subject: { kind: 'dockerfile', name: 'x', file: 'a/Dockerfile' } },
      { subject: { kind: 'dockerfile', name: 'x', file: 'b/Dockerfile' } },
    ],
  ])('differs for %s', (_, a, b) => {
    expect(fingerprintOf(a)).not.toBe(fingerprintOf(b));
  });
});

test('a violation’s line is that of its field', () => {
  const verdict: Verdict = { ...unreadableVerdict(head), violations: [result({ field: 'spec.x' }), result()] };
  const lines = locate(verdict, (field) => (field === 'spec.x' ? 12 : undefined)).violations.map(
    ({ subject }) => subject.line,
  );
  expect(lines).toEqual([12, undefined]);
});

describe('compare', () => {
  const a = result({ fingerprint: 'a' });
  const b = result({ fingerprint: 'b', decision: 'warn' });

  test('tells what is introduced, what stands and what is fixed', () => {
    expect(compare({ name: 'main', results: [a] }, [b])).toEqual({
      with: 'main',
      introduced: [b],
      standing: [],
      fixed: [a],
    });
    expect(compare({ name: 'main', results: [a, b] }, [a])).toMatchObject({
      introduced: [],
      standing: [a],
      fixed: [b],
    });
  });

  test('a second one like the first is introduced', () => {
    expect(compare({ name: 'main', results: [a] }, [a, a])).toMatchObject({
      introduced: [a],
      standing: [a],
      fixed: [],
    });
  });

  test('an unknown that went away is no fix', () => {
    const unknown = result({ fingerprint: 'u', result: 'unknown' });
    expect(compare({ name: 'main', results: [unknown] }, []).fixed).toEqual([]);
  });

  test('decides by what is introduced alone', () => {
    expect(introducedDecision(compare({ name: 'main', results: [a] }, [a, b]))).toBe('warn');
    expect(introducedDecision(compare({ name: 'main', results: [] }, [a]))).toBe('deny');
    expect(introducedDecision(compare({ name: 'main', results: [a] }, [a]))).toBe('allow');
  });

  test('what could not be read is unknown, whatever stood before', () => {
    const target = {
      file: 'x',
      line: 1,
      kind: '',
      name: '',
      namespace: '',
      verdict: unreadableVerdict(head),
      problem: 'is no YAML',
    };
    const checked: CheckResult = {
      profile: 'x',
      stage: 'build',
      checkedAt: head.judgedAt,
      decision: 'unknown',
      targets: [target],
    };
    expect(compareCheck(checked, { name: 'main', results: [] }).decision).toBe('unknown');
  });
});

test.each<[Partial<PolicyResult>, string]>([
  [{}, 'deny'],
  [{ decision: 'warn' }, 'warn'],
  [{ result: 'error' }, 'deny'],
  [{ result: 'unknown' }, 'unknown'],
  [{ result: 'unknown', decision: 'warn' }, 'allow'],
])('%j asks for %s', (over, outcome) => {
  expect(outcomeOf(result(over))).toBe(outcome);
});

test('the worst of nothing is allow, and unknown outweighs a warning', () => {
  expect([worst([]), worst(['warn', 'unknown']), worst(['deny', 'unknown'])]).toEqual(['allow', 'unknown', 'deny']);
});

describe('a report', () => {
  const item = { policy: 'p', decision: 'deny', message: 'm', subject: 's', fingerprint: 'f', severity: 'high' };

  test.each([
    [{ targets: [{ violations: [item], unknowns: [{ ...item, fingerprint: 'u' }] }] }, ['f', 'u']],
    [{ policy: { violations: [item] } }, ['f']],
    [{ policy: { violations: [null, 3, { policy: 'without a fingerprint' }] } }, []],
    [{ targets: [null, { violations: 'x' }] }, []],
  ])('%j gives %j', (document, fingerprints) => {
    expect(readReport(JSON.stringify(document), 'x').map(({ fingerprint }) => fingerprint)).toEqual(fingerprints);
  });

  test.each(['', '{', '[]', '{"findings":[]}'])('%j is refused', (text) => {
    expect(() => readReport(text, 'x')).toThrow(expect.objectContaining({ code: 'gate-ci/report-invalid' }));
  });

  test('is known by its schema', () => {
    expect(isReport('{\n  "$schema": "https://pratique.dev/schema/check-report-1.json"')).toBe(true);
    expect(isReport('apiVersion: v1')).toBe(false);
  });
});
