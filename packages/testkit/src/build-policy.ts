import type { Policy, PolicyException } from '@pratique/model';

/** A policy that denies known exploited findings at build, unless `change` says otherwise. */
export function buildPolicy(name: string, change: Partial<Policy> = {}): Policy {
  return {
    name,
    title: name,
    subject: 'finding',
    severity: 'high',
    parameters: {},
    violates: 'finding.knownExploited',
    message: '{finding.id} in {finding.package.name}',
    remediation: 'Update.',
    decisions: { build: 'deny' },
    scope: {},
    references: [],
    ...change,
  };
}

/** An approved exception of the policy `exploited` for CVE-1, until the end of 2026. */
export function buildPolicyException(change: Partial<PolicyException> = {}): PolicyException {
  return {
    name: 'allow',
    policy: 'exploited',
    vulnerability: 'CVE-1',
    scope: {},
    owner: 'team-shop',
    reason: 'not reachable',
    requestedBy: 'a@example.com',
    approvedBy: 'b@example.com',
    expires: '2026-12-31',
    ...change,
  };
}
