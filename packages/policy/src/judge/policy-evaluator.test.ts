import { describe, expect, test } from 'vitest';
import { exceptionReach } from '../exception/match.ts';
import { loadPolicies } from '../load/load-policies.ts';
import { selectProfile } from '../profile/select-profile.ts';
import { placementOf, policyEvaluator } from './policy-evaluator.ts';

const objects = loadPolicies([
  {
    path: 'policies.yaml',
    text: `
apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: overdue }
spec:
  title: Overdue
  subject: finding
  severity: high
  parameters: { grace: { type: duration, default: 72h } }
  violates: finding.fixedIn != "" && now - finding.fixAvailableSince > params.grace
  message: "{finding.image.reference}: {finding.id}"
  remediation: Update.
  decisions: { deploy: deny }
  scope: { namespaces: ["!sandbox-*"] }
---
apiVersion: pratique.dev/v1
kind: Profile
metadata: { name: test }
spec:
  title: Test
  policies:
    - name: overdue
      overrides: [{ scope: { clusters: [edge] }, parameters: { grace: 1h } }]
---
apiVersion: pratique.dev/v1
kind: PolicyException
metadata: { name: later }
spec:
  { policy: overdue, vulnerability: CVE-2026-1, repository: shop/*, scope: { clusters: [prod] }, owner: shop, reason: busy,
    requestedBy: a@example.com, approvedBy: b@example.com, expires: 2026-12-31 }
`,
  },
]);
const set = selectProfile(objects, { profile: 'test' });
const [bound] = set.policies;

describe('a policy evaluator', () => {
  const evaluator = bound ? policyEvaluator(bound) : expect.unreachable();
  const finding = { id: 'CVE-2026-1', fixedIn: '2', fixAvailableSince: new Date('2026-11-01T00:00:00Z') };

  test('tells what decides, and leaves out what only the message reads', () => {
    expect(evaluator.reads.toSorted()).toEqual(['finding.fixAvailableSince', 'finding.fixedIn', 'now', 'params.grace']);
  });

  test('tells when the answer may change, also where it is no violation', () => {
    const before = evaluator.evaluate(finding, new Date('2026-11-02T00:00:00Z'));
    expect(before.state).toBe('not-violated');
    const at = before.nextChange ?? expect.unreachable();
    expect(evaluator.evaluate(finding, at).state).toBe('violated');
    expect(evaluator.evaluate(finding, new Date(at.getTime() - 1)).state).toBe('not-violated');
  });

  test('has a variant for the parameters of each place, and none where it does not hold', () => {
    expect(evaluator.variants).toBe(2);
    expect(evaluator.variantIn({ cluster: 'prod' })).toBe(0);
    expect(evaluator.variantIn({ cluster: 'edge' })).toBe(1);
    expect(evaluator.variantIn({ namespace: 'sandbox-a' })).toBeUndefined();
    expect(evaluator.evaluate(finding, new Date('2026-11-01T02:00:00Z'), 1).state).toBe('violated');
  });
});

describe('the reach of an exception', () => {
  const [exception] = objects.exceptions;
  const reaches = exception ? exceptionReach(exception) : expect.unreachable();
  test.each([
    ['shop/api', 'prod', true],
    ['shop/api', 'test', false],
    ['bank/api', 'prod', false],
  ])('%s in %s: %s', (repository, cluster, expected) => {
    const subject = { kind: 'image', name: '', repository } as const;
    expect(reaches(subject, placementOf(subject, { cluster }))).toBe(expected);
  });

  test('an unknown place is out of reach', () => {
    expect(reaches({ kind: 'image', name: '', repository: 'shop/api' }, {})).toBe(false);
  });
});
