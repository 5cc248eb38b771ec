import { type Policy, type Profile, UnknownFact } from '@pratique/model';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load/load-policies.ts';
import type { PolicySet } from '../profile/policy-set.ts';
import { selectProfile } from '../profile/select-profile.ts';
import { backtest } from './backtest.ts';
import { explain } from './explain.ts';
import { judge } from './judge.ts';
import type { JudgeOptions, JudgeSubject } from './subject.ts';

const AT = new Date('2026-11-21T00:00:00Z');
const options: JudgeOptions = { stage: 'build', at: AT };

/** A policy on findings, unless `spec` says otherwise. */
function policy(name: string, spec: Record<string, unknown> = {}): Policy {
  const text = JSON.stringify({
    apiVersion: 'pratique.dev/v1',
    kind: 'Policy',
    metadata: { name },
    spec: {
      title: name,
      subject: 'finding',
      severity: 'high',
      violates: 'finding.knownExploited',
      message: '{finding.id} in {finding.package.name}',
      remediation: 'Update.',
      decisions: { build: 'deny' },
      ...spec,
    },
  });
  return loadPolicies([{ path: `${name}.yaml`, text }]).policies[0] as Policy;
}

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

const exploited = policy('exploited');

describe('judge', () => {
  it('says what is violated, and with what message', () => {
    const verdict = judge(setOf(exploited), [finding('CVE-1'), finding('CVE-2', { knownExploited: false })], options);
    expect(verdict).toMatchObject({ stage: 'build', decision: 'deny', compliance: 'noncompliant', policies: 1 });
    expect(verdict.violations).toMatchObject([
      { policy: 'exploited', result: 'violated', decision: 'deny', enforced: true, message: 'CVE-1 in lodash' },
    ]);
  });

  it.each([
    [{ build: 'deny' }, 'deny', 'noncompliant'],
    [{ build: 'warn' }, 'warn', 'compliant'],
    [{ build: 'warn', deploy: 'deny' }, 'warn', 'noncompliant'],
    [{ deploy: 'deny' }, 'allow', 'noncompliant'],
    [{ deploy: 'warn' }, 'allow', 'compliant'],
    [{}, 'allow', 'compliant'],
  ])('decisions %j of a violated policy: %s, %s', (decisions, decision, compliance) => {
    const verdict = judge(setOf(policy('p', { decisions })), [finding('CVE-1')], options);
    expect([verdict.decision, verdict.compliance]).toEqual([decision, compliance]);
  });

  it.each([
    [{ build: 'deny' }, 'unknown', 'unknown'],
    [{ build: 'warn' }, 'allow', 'compliant'],
    [{ build: 'warn', deploy: 'deny' }, 'allow', 'unknown'],
  ])('decisions %j of a policy that cannot tell: %s, %s', (decisions, decision, compliance) => {
    const subject = finding('CVE-1', { knownExploited: new UnknownFact('the feed is late') });
    const verdict = judge(setOf(policy('p', { decisions })), [subject], options);
    expect([verdict.decision, verdict.compliance]).toEqual([decision, compliance]);
    expect(verdict.unknowns.map(({ message }) => message)).toEqual([
      'could not tell: finding.knownExploited (the feed is late)',
    ]);
  });

  it('takes a failed evaluation for a violation with the decision of the policy', () => {
    const failing = policy('failing', { violates: 'finding.aliases[5] == "x"', decisions: { build: 'warn' } });
    const verdict = judge(setOf(failing), [finding('CVE-1', { aliases: [] })], options);
    expect(verdict.decision).toBe('warn');
    expect(verdict.violations).toMatchObject([{ result: 'error', decision: 'warn' }]);
    expect(verdict.violations[0]?.message).toContain('evaluation failed');
  });

  it('shows a violation whose message cannot be filled', () => {
    const broken = policy('broken', { message: 'alias {finding.aliases[5]} of {finding.id}' });
    expect(judge(setOf(broken), [finding('CVE-1')], options).violations[0]?.message).toBe('alias ? of CVE-1');
  });

  it('keeps a message on one line', () => {
    const long = policy('long', { message: '  first\n  second {finding.title}\n' });
    const verdict = judge(setOf(long), [finding('CVE-1', { title: `a\r\n\tb${'x'.repeat(5000)}` })], options);
    expect(verdict.violations[0]?.message).toMatch(/^first second a bx+$/);
    expect(verdict.violations[0]?.message).toHaveLength(2000);
  });

  it('leaves escape sequences out of messages', () => {
    const verdict = judge(setOf(exploited), [finding('CVE-1', { id: '\u001b[2J' })], options);
    expect(verdict.violations[0]?.message).toBe('\ufffd[2J in lodash');
  });

  it('says when it may change by time alone', () => {
    const aging = policy('aging', {
      parameters: { grace: '72h' },
      violates: 'now - finding.published > params.grace',
    });
    const subjects = [
      finding('CVE-1', { published: '2026-11-20T00:00:00Z' }),
      finding('CVE-2', { published: new Date('2026-11-19T00:00:00Z') }),
      finding('CVE-3'),
    ];
    const verdict = judge(setOf(aging), subjects, options);
    expect(verdict.violations).toEqual([]);
    expect(verdict.nextChange).toBe('2026-11-22T00:00:00.001Z');
    expect(
      judge(setOf(aging), subjects, { ...options, at: new Date('2026-11-22T00:00:00.001Z') }).violations,
    ).toHaveLength(1);
    expect(judge(setOf(aging), subjects, { ...options, at: new Date('2026-11-22T00:00:00Z') }).violations).toHaveLength(
      0,
    );
  });

  it('goes through each element: every one violates for itself, and one that cannot be told leaves the others', () => {
    const each = policy('each', {
      subject: 'workload',
      each: { container: 'workload.containers' },
      violates: 'container.securityContext.privileged',
      message: '{container.name}',
      field: 'container.path + ".securityContext.privileged"',
    });
    const container = (name: string, privileged: boolean): JudgeSubject['facts'] => ({
      name,
      path: `spec.${name}`,
      securityContext: { privileged },
    });
    const judged = { kind: 'workload', name: 'Pod x', resource: 'Pod/default/x' } as const;
    const containers = [
      container('a', true),
      new UnknownFact('is no object'),
      container('b', false),
      container('c', true),
    ];
    const verdict = judge(setOf(each), [{ judged, facts: { containers } }], options);
    expect(verdict.violations.map(({ message, field }) => [message, field])).toEqual([
      ['a', 'spec.a.securityContext.privileged'],
      ['c', 'spec.c.securityContext.privileged'],
    ]);
    const unclear = judge(setOf(each), [{ judged, facts: { containers: containers.slice(1, 3) } }], options);
    expect(unclear.unknowns[0]?.message).toContain('workload.containers[0]');
    const absent = judge(setOf(each), [{ judged, facts: {} }], options);
    expect([absent.decision, absent.unknowns.length]).toEqual(['allow', 0]);
    const unknown = judge(setOf(each), [{ judged, facts: { containers: new UnknownFact('cut off') } }], options);
    expect(unknown.decision).toBe('unknown');
    const many = Array.from({ length: 6000 }, () => container('x', false));
    expect(judge(setOf(each), [{ judged, facts: { containers: many } }], options).violations[0]?.result).toBe('error');
  });

  it('names policies whose provider is not there, and does not count them', () => {
    const signed = policy('signed', { provider: 'signatures' });
    const verdict = judge(setOf(signed), [finding('CVE-1')], options);
    expect(verdict.inactive).toEqual([{ policy: 'signed', reason: 'needs signatures, and none is configured' }]);
    expect([verdict.decision, verdict.policies]).toEqual(['allow', 0]);
    expect(judge(setOf(signed), [finding('CVE-1')], { ...options, providers: ['signatures'] }).decision).toBe('deny');
  });

  it.each([
    [{ namespaces: ['shop'] }, { namespace: 'shop' }, true],
    [{ namespaces: ['shop'] }, { namespace: 'bank' }, false],
    [{ namespaces: ['!sandbox-*'] }, { namespace: 'sandbox-1' }, false],
    [{ namespaces: ['!sandbox-*'] }, { namespace: 'shop' }, true],
    [{ namespaces: ['s*', '!sandbox-*'] }, { namespace: 'sandbox-1' }, false],
    [{ namespaces: ['s*', '!sandbox-*'] }, { namespace: 'bank' }, false],
    [{ namespaces: ['shop'] }, {}, true],
    [{ namespaces: [] }, { namespace: 'bank' }, true],
    [{ repositories: ['shop/*'] }, {}, true],
    [{ repositories: ['bank/**'] }, {}, false],
    [{ repositories: ['registry.example.com/shop/*'] }, { registry: 'registry.example.com' }, true],
    [{ repositories: ['!registry.example.com/**'] }, { registry: 'registry.example.com' }, false],
    [{ repositories: ['!registry.example.com/**'] }, { registry: 'other.example.com' }, true],
    [{ labels: { tier: ['gold', 'silver'] } }, { labels: { tier: 'gold' } }, true],
    [{ labels: { tier: ['gold'] } }, { labels: { tier: 'tin' } }, false],
    [{ labels: { tier: ['gold'] } }, { labels: {} }, false],
    [{ labels: { tier: ['!tin'] } }, { labels: {} }, true],
    [{ labels: { tier: ['gold'] } }, {}, true],
    [{ clusters: ['a'], teams: ['x'] }, { cluster: 'a', team: 'y' }, false],
    [{ clusters: ['a'], applications: ['x'] }, { cluster: 'a', application: 'x' }, true],
  ])('scope %j in %j: %s', (scope, placement, inScope) => {
    const verdict = judge(setOf(policy('scoped', { scope })), [finding('CVE-1')], { ...options, placement });
    expect(verdict.violations).toHaveLength(inScope ? 1 : 0);
    expect(verdict.policies).toBe(inScope ? 1 : 0);
  });

  it('takes the parameters of the last override that surely fits', () => {
    const limited = policy('limited', { parameters: { limit: 5 }, violates: 'finding.priority > params.limit' });
    const profile: Profile = {
      name: 'mine',
      policies: [
        {
          name: 'limited',
          overrides: [
            { scope: { namespaces: ['s*'] }, parameters: { limit: 50 } },
            { scope: { namespaces: ['shop'] }, parameters: { limit: 70 } },
          ],
        },
      ],
    };
    const objects = { policies: [limited], profiles: [profile], exceptions: [], cases: [] };
    const set = selectProfile(objects, { profile: 'mine' });
    const violations = (priority: number, namespace?: string): number =>
      judge(set, [finding('CVE-1', { priority })], {
        ...options,
        placement: namespace === undefined ? {} : { namespace },
      }).violations.length;
    expect([
      violations(60, 'shop'),
      violations(60, 'sun'),
      violations(40, 'sun'),
      violations(6, 'bank'),
      violations(6),
    ]).toEqual([0, 1, 0, 1, 1]);
  });
});

describe('explain', () => {
  it('shows no value that may be a credential', () => {
    const env = [{ name: 'DB', value: 'hunter2' }];
    const containers = [{ name: 'c', env, command: ['curl -u a:hunter2 x'] }];
    const violates = 'workload.containers[0].env[0].value == "x" || workload.containers[0].command[0] == "y"';
    const workload = policy('w', { subject: 'workload', violates, message: 'x' });
    const data = { password: 'hunter2' };
    const resource = policy('r', {
      subject: 'resource',
      violates: 'resource.object.data.password == "x"',
      message: 'x',
    });
    const { policies } = explain(
      setOf(workload, resource),
      [
        { judged: { kind: 'workload', name: 'w' }, facts: { containers } },
        { judged: { kind: 'resource', name: 'r' }, facts: { object: { data } } },
      ],
      options,
    );
    expect(policies.flatMap(({ results }) => results.flatMap(({ facts }) => facts))).toEqual([
      { path: 'resource.object.data.password', value: '"***"' },
      { path: 'workload.containers[0].env[0].value', value: '"***"' },
      { path: 'workload.containers[0].command[0]', value: '"curl -u a:*** x"' },
    ]);
  });

  it('says which facts were looked at, and why a policy said nothing', () => {
    const set = setOf(
      exploited,
      policy('scoped', { scope: { repositories: ['bank/*'] } }),
      policy('signed', { provider: 'signatures' }),
      policy('images', { subject: 'image', violates: 'image.runsAsRoot', message: 'x' }),
      policy('quiet', { decisions: { deploy: 'warn' } }),
    );
    const { policies } = explain(set, [finding('CVE-1')], options);
    expect(policies.map(({ policy: name, state, reason }) => [name, state, reason])).toEqual([
      ['exploited', 'applied', ''],
      ['images', 'no-subject', 'there is no image to look at'],
      ['quiet', 'allowed', 'it denies at no stage, and allows at this one: it is not counted'],
      ['scoped', 'out-of-scope', 'its scope does not reach here'],
      ['signed', 'inactive', 'needs signatures, and none is configured'],
    ]);
    expect(policies[0]?.results).toMatchObject([
      { result: { result: 'violated' }, facts: [{ path: 'finding.knownExploited', value: 'true' }] },
    ]);
  });

  it('names the element that was looked at', () => {
    const each = policy('each', {
      subject: 'workload',
      each: { c: 'workload.containers' },
      violates: 'c.tty',
      message: '{c.name}',
    });
    const subject: JudgeSubject = {
      judged: { kind: 'workload', name: 'x' },
      facts: { containers: [{ tty: false }, { tty: true }] },
    };
    const [explained] = explain(setOf(each), [subject], options).policies;
    expect(explained?.results).toMatchObject([
      { result: { result: 'violated' }, facts: [{ path: 'workload.containers[1].tty', value: 'true' }] },
    ]);
  });
});

describe('backtest', () => {
  it('counts what would newly be denied and newly be allowed', () => {
    const current = setOf(policy('p', { violates: 'finding.priority > 50' }));
    const proposed = setOf(policy('p', { violates: 'finding.priority < 60 || !has(finding.title)' }));
    const subjects = [10, 55, 90].map((priority) => finding(`CVE-${priority}`, { priority, title: 'x' }));
    const lost = finding('CVE-lost', { priority: new UnknownFact('late'), title: 'x' });
    expect(backtest(current, proposed, [...subjects, lost], options)).toMatchObject({
      subjects: 4,
      newlyDenied: { count: 1, examples: [{ subject: { name: 'CVE-10' } }] },
      newlyAllowed: { count: 1, examples: [{ subject: { name: 'CVE-90' } }] },
      stillDenied: 1,
      unknown: 1,
    });
  });
});
