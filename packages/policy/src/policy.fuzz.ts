import type { FuzzTarget } from '@pratique/testkit';
import { runCases } from './cases/run-cases.ts';
import { importGrypeIgnore } from './import/grype-yaml.ts';
import { importTrivyIgnore } from './import/trivyignore.ts';
import { explain } from './judge/explain.ts';
import { judge } from './judge/judge.ts';
import type { JudgeOptions, JudgeSubject } from './judge/subject.ts';
import { loadPolicies } from './load/load-policies.ts';
import { selectProfile } from './profile/select-profile.ts';

const policy = `apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: fuzzed }
spec:
  title: A sample
  subject: workload
  severity: high
  parameters: { grace: 72h, names: [a, b] }
  each: { c: workload.containers }
  violates: >-
    c.securityContext.capabilities.add.exists(name, name in params.names) || c.name.matches("^[a-z]+$")
  message: 'container {c.name} adds {c.securityContext.capabilities.add}'
  field: c.path + ".x"
  remediation: x
  decisions: { build: deny }
  scope: { namespaces: ["!sandbox-*"] }
`;

const others = `apiVersion: pratique.dev/v1
kind: Profile
metadata: { name: fuzzed }
spec:
  versions: [v1.0, v1.30]
  policies:
    - { name: fuzzed, parameters: &p { grace: 24h }, overrides: [{ scope: { teams: [x] }, parameters: *p }] }
---
apiVersion: pratique.dev/v1
kind: PolicyException
metadata: { name: fuzzed }
spec:
  policy: fuzzed
  resource: "*/{shop,bank}/[a-c]*"
  owner: x
  reason: |
    y
  requestedBy: a
  approvedBy: b
  expires: 2026-12-31
`;

const cases = `cases:
  - name: one
    expect: violated
    facts: { containers: [{ name: a }] }
    unknown: { containers[0].name: x }
  - name: two
    expect: not-violated
    manifest: [{ apiVersion: v1, kind: Pod, spec: { containers: [{ name: "1" }] } }]
`;

const subject: JudgeSubject = {
  judged: { kind: 'workload', name: 'x', resource: 'Pod/shop/a' },
  facts: { namespace: 'shop', containers: [{ name: 'a', path: 'p' }, { name: 'B' }] },
  placement: { namespace: 'shop' },
};
const options: JudgeOptions = { stage: 'build', at: new Date('2026-11-21T00:00:00Z') };

/** Puts one of the three files in the place of the valid one. */
function judged(changed: { readonly policy?: string; readonly others?: string; readonly cases?: string }): void {
  const objects = loadPolicies([
    { path: 'fuzzed.yaml', text: changed.policy ?? policy },
    { path: 'fuzzed.cases.yaml', text: changed.cases ?? cases },
    { path: 'others.yaml', text: changed.others ?? others },
  ]);
  runCases(objects);
  for (const { name: profile } of objects.profiles) {
    const set = selectProfile(objects, { profile });
    judge(set, [subject], { ...options, exceptions: objects.exceptions });
    explain(set, [subject], options);
  }
}

const imported = { owner: 'x', requestedBy: 'y', expires: 'until-fixed' };

export const targets: readonly FuzzTarget[] = [
  {
    name: 'policy/policy',
    seeds: () => [Buffer.from(policy)],
    run: (input) => judged({ policy: input.toString() }),
  },
  {
    name: 'policy/profile-and-exception',
    seeds: () => [Buffer.from(others)],
    run: (input) => judged({ others: input.toString() }),
  },
  {
    name: 'policy/cases',
    seeds: () => [Buffer.from(cases)],
    run: (input) => judged({ cases: input.toString() }),
  },
  {
    name: 'policy/import',
    seeds: () => [
      Buffer.from('# x\nCVE-2024-1 exp:2027-01-01 # y\nGHSA-2m57-hf25-phgg\nDS002\n'),
      Buffer.from(
        'vulnerabilities:\n  - { id: CVE-2024-1, purls: ["pkg:npm/a@1"], expired_at: 2027-01-01, statement: x }\n',
      ),
      Buffer.from(
        'ignore:\n  - { vulnerability: CVE-2024-1, reason: x, package: { name: a, type: npm, version: 1.0.0 } }\n',
      ),
    ],
    run(input) {
      const text = input.toString();
      importTrivyIgnore({ path: '.trivyignore', text }, imported);
      for (const read of [importTrivyIgnore, importGrypeIgnore]) read({ path: 'x.yaml', text }, imported);
    },
  },
];
