import { type Policy, type PolicyException, UnknownFact } from '@pratique/model';
import { buildPolicy, buildPolicyException } from '@pratique/testkit';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge/judge.ts';
import type { JudgeOptions, JudgeSubject } from '../judge/subject.ts';
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

describe('exceptions', () => {
  const set = setOf(exploited);
  const apply = (change: Partial<PolicyException>, subject = finding('CVE-1'), at = AT): string => {
    const verdict = judge(set, [subject], { ...options, at, exceptions: [{ ...exception, ...change }] });
    const [result] = [...verdict.violations, ...verdict.excepted];
    return `${verdict.decision} ${result?.exception?.state ?? 'none'}`;
  };

  it.each<[string, Partial<PolicyException>, string]>([
    ['approved', {}, 'allow approved'],
    ['not approved', { approvedBy: '' }, 'deny pending'],
    ['approved by the requester', { approvedBy: 'A@example.com ' }, 'deny pending'],
    ['approved by the requester, invisibly different', { approvedBy: 'a\u200B@example.com' }, 'deny pending'],
    ['approved by the requester in Cyrillic', { approvedBy: '\u0430@example.com' }, 'deny pending'],
    ['approved by the requester in full width', { approvedBy: '\uFF41@example.com' }, 'deny pending'],
    ['approved by the requester with a tag', { approvedBy: 'a+lead@example.com' }, 'deny pending'],
    ['approved by the requester with a name', { approvedBy: 'Lead <a@example.com>' }, 'deny pending'],
    ['approved by nobody to be seen', { approvedBy: '\u200B' }, 'deny pending'],
    ['denied', { deniedBy: 'c@example.com' }, 'deny denied'],
    ['expired', { expires: '2026-11-20' }, 'deny expired'],
    ['expired, by an instant', { expires: '2026-11-21T00:00:00Z' }, 'deny expired'],
    ['an expiry that is none', { expires: 'soon' }, 'deny expired'],
    ['on its last day', { expires: '2026-11-21' }, 'allow approved'],
    ['until fixed, without a fix', { expires: 'until-fixed' }, 'allow approved'],
    ['another policy', { policy: 'other' }, 'deny none'],
    ['a glob of policies', { policy: 'ex*' }, 'allow approved'],
    ['every policy', { policy: '*' }, 'allow approved'],
    ['another vulnerability', { vulnerability: 'CVE-2' }, 'deny none'],
    ['another case of the id', { vulnerability: 'cve-1' }, 'allow approved'],
    ['no vulnerability', { vulnerability: '', repository: 'shop/api' }, 'deny none'],
    ['a package', { package: 'lodash' }, 'allow approved'],
    ['another package', { package: 'left-pad' }, 'deny none'],
    ['a package URL', { package: 'pkg:npm/lodash' }, 'allow approved'],
    ['a package URL of this version', { package: 'pkg:npm/lodash@4.0.0' }, 'allow approved'],
    ['a package URL of another version', { package: 'pkg:npm/lodash@4.0.1' }, 'deny none'],
    ['a package URL of another type', { package: 'pkg:pypi/lodash' }, 'deny none'],
    ['a repository', { repository: 'shop/*' }, 'allow approved'],
    ['a repository of any registry', { repository: '**/api' }, 'allow approved'],
    ['another repository', { repository: 'bank/*' }, 'deny none'],
    ['the digest', { digest: 'sha256:1' }, 'deny none'],
    ['a resource', { resource: 'Deployment/*/*' }, 'deny none'],
    ['a scope that is not known', { scope: { namespaces: ['shop'] } }, 'deny none'],
    ['a scope of exclusions that is not known', { scope: { namespaces: ['!shop'] } }, 'deny none'],
  ])('%s', (_, change, outcome) => {
    expect(apply(change)).toBe(outcome);
  });

  it('knows a finding by its aliases, its digests and its registry', () => {
    const subject = finding(
      'CVE-1',
      {},
      { vulnerability: ['CVE-1', 'GHSA-x'], digests: ['sha256:1'], repository: 'registry.example.com/shop/api' },
    );
    expect(apply({ vulnerability: 'GHSA-x', digest: 'sha256:1', repository: 'shop/api' }, subject)).toBe(
      'allow approved',
    );
  });

  it.each([
    ['pkg:apk/zlib', 'pkg:apk/wolfi/zlib@1.3.2-r7?arch=x86_64', true],
    ['pkg:apk/alpine/zlib', 'pkg:apk/wolfi/zlib@1.3.2-r7', false],
    ['pkg:deb/debian/zlib1g', 'pkg:deb/debian/zlib1g@1.3?distro=debian-12', true],
    ['pkg:npm/core', 'pkg:npm/%40angular/core@1.0.0', false],
    ['@angular/core', 'pkg:npm/%40angular/core@1.0.0', true],
    ['core', 'pkg:npm/%40angular/core@1.0.0', false],
    ['org.x:y', 'pkg:maven/org.x/y@1', true],
    ['y', 'pkg:maven/org.x/y@1', false],
    ['zlib1g', 'pkg:deb/debian/zlib1g@1.3', true],
    ['github.com/a/b', 'pkg:golang/github.com/a/b@v1', true],
    ['a/b', 'pkg:golang/github.com/a/b@v1', false],
    ['pkg:npm/', 'pkg:npm/a@1', false],
    ['a', 'no purl', false],
  ])('knows the package %s as %s: %s', (wanted, purl, fits) => {
    const subject = finding('CVE-1', {}, { package: purl });
    expect(apply({ package: wanted }, subject)).toBe(fits ? 'allow approved' : 'deny none');
  });

  it.each([
    ['library/nginx', 'docker.io', 'nginx', true],
    ['library/nginx', 'docker.io', 'docker.io/library/nginx', true],
    ['library/nginx', 'docker.io', 'docker.io/nginx', true],
    ['library/nginx', 'registry.example.com', 'nginx', false],
    ['shop/api', 'registry.example.com', 'registry.example.com/shop/*', true],
    ['shop/api', 'registry.example.com', 'other.example.com/shop/*', false],
    ['localhost:5000/shop/api', undefined, 'shop/api', true],
    ['shop/api', undefined, 'api', false],
  ])('knows the repository %s of %s as %s: %s', (repository, registry, wanted, fits) => {
    const subject = finding('CVE-1', {}, { repository, ...(registry !== undefined && { registry }) });
    expect(apply({ repository: wanted }, subject)).toBe(fits ? 'allow approved' : 'deny none');
  });

  it('ends one until fixed when a fix is there', () => {
    expect(apply({ expires: 'until-fixed' }, finding('CVE-1', {}, { fixed: true }))).toBe('deny expired');
  });

  it('stops at the instant of its expiry, and says beforehand when', () => {
    const before = judge(set, [finding('CVE-1')], { ...options, exceptions: [exception] });
    expect([before.decision, before.nextChange]).toEqual(['allow', '2027-01-01T00:00:00.000Z']);
    expect(before.excepted).toMatchObject([{ exception: { name: 'allow', owner: 'team-shop', state: 'approved' } }]);
    expect(apply({}, finding('CVE-1'), new Date('2026-12-31T23:59:59.999Z'))).toBe('allow approved');
    expect(apply({}, finding('CVE-1'), new Date('2027-01-01T00:00:00Z'))).toBe('deny expired');
  });

  it('lets the one that ends last count', () => {
    const exceptions = [
      exception,
      { ...exception, name: 'longer', expires: '2027-06-30' },
      { ...exception, name: 'gone', expires: '2026-01-01' },
    ];
    for (const order of [exceptions, exceptions.toReversed()]) {
      const verdict = judge(set, [finding('CVE-1')], { ...options, exceptions: order });
      expect(verdict.excepted[0]?.exception?.name).toBe('longer');
    }
  });

  it('keeps what could not be told from counting as well', () => {
    const subject = finding('CVE-1', { knownExploited: new UnknownFact('late') });
    expect(judge(set, [subject], { ...options, exceptions: [exception] })).toMatchObject({
      decision: 'allow',
      unknowns: [],
      excepted: [{ result: 'unknown' }],
    });
  });

  it('reaches workloads by resource, files by path', () => {
    const onWorkloads = setOf(buildPolicy('w', { subject: 'workload', violates: 'workload.windows', message: 'x' }));
    const subject: JudgeSubject = {
      judged: { kind: 'workload', name: 'x', resource: 'Deployment/shop/api', file: './k8s/a.yaml' },
      facts: { windows: true },
      placement: { namespace: 'shop' },
    };
    const decide = (change: Partial<PolicyException>): string => {
      const { vulnerability: _, ...rest } = exception;
      return judge(onWorkloads, [subject], { ...options, exceptions: [{ ...rest, policy: 'w', ...change }] }).decision;
    };
    expect([
      decide({ resource: 'Deployment/shop/*' }),
      decide({ resource: 'Deployment/bank/*' }),
      decide({ resource: '**' }),
      decide({ file: 'k8s/*.yaml' }),
      decide({ file: 'other/*.yaml' }),
      decide({ scope: { namespaces: ['shop'] } }),
      decide({ scope: { namespaces: ['bank'] } }),
      decide({}),
      decide({ digest: 'sha256:1' }),
      decide({ vulnerability: 'CVE-1', resource: '**' }),
    ]).toEqual(['allow', 'deny', 'allow', 'allow', 'deny', 'allow', 'deny', 'deny', 'deny', 'deny']);
  });
});
