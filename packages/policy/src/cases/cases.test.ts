import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load/load-policies.ts';
import type { LoadedObjects } from '../load/objects.ts';
import { checkMutants } from './check-mutants.ts';
import { runCases } from './run-cases.ts';

interface Sample {
  readonly subject?: string;
  readonly violates?: string;
  readonly more?: string;
  readonly cases: string;
}

function load({
  subject = 'image',
  violates = 'image.runsAsRoot && image.layers > params.most',
  more = '',
  cases,
}: Sample): LoadedObjects {
  const policy = `apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: sample }
spec:
  title: A sample
  subject: ${subject}
  severity: low
  parameters: { most: 5, grace: 24h }
  violates: ${violates}
  message: 'user {${subject === 'dockerfile' ? 'dockerfile.path' : `${subject}.name`}}'
  ${more}
  remediation: x
  decisions: { build: deny }
`.replace('image.name', 'image.user');
  return loadPolicies([
    { path: 'sample.yaml', text: policy },
    { path: 'sample.cases.yaml', text: `cases:\n${cases}` },
  ]);
}

/** What is said of each case; empty where it went as expected. */
function whys(sample: Sample): string[] {
  return runCases(load(sample)).results.map(({ why }) => why);
}

describe('runCases', () => {
  it('says which cases went as expected, and what differs in the others', () => {
    const report = runCases(
      load({
        cases: `
  - { name: a, expect: violated, facts: { runsAsRoot: true, layers: 6, user: root }, message: user root }
  - { name: b, expect: not-violated, facts: { runsAsRoot: true, layers: 5 } }
  - { name: c, expect: not-violated, facts: { runsAsRoot: true, layers: 5 }, parameters: { most: 4 } }
  - { name: d, expect: unknown, facts: { runsAsRoot: true }, unknown: { image.layers: not inventoried } }
  - { name: e, expect: violated, facts: { runsAsRoot: true }, unknown: { layers: not inventoried } }
  - { name: f, expect: violated, facts: { runsAsRoot: true, layers: 6, user: '0' }, message: user root }
`,
      }),
    );
    expect(report.results.map(({ name, ok, actual, why }) => [name, ok, actual, why])).toEqual([
      ['a', true, 'violated', ''],
      ['b', true, 'not-violated', ''],
      ['c', false, 'violated', 'expected not-violated, is violated'],
      ['d', true, 'unknown', ''],
      ['e', false, 'unknown', 'expected violated, is unknown: could not tell: image.layers (not inventoried)'],
      ['f', false, 'violated', 'expected the message "user root", is "user 0"'],
    ]);
    expect([report.passed, report.failed, report.untested]).toEqual([3, 3, []]);
  });

  it('judges at the instant of the case, and compares when it may change', () => {
    const violates = 'now - image.created > params.grace';
    const facts = 'facts: { created: 2026-01-01T00:00:00Z }';
    expect(
      whys({
        violates,
        cases: `
  - { name: a, expect: not-violated, at: 2026-01-01T12:00:00Z, ${facts}, next: 2026-01-02T00:00:00.001Z }
  - { name: b, expect: violated, at: 2026-01-03T00:00:00Z, ${facts} }
  - { name: c, expect: not-violated, at: 2026-01-01T12:00:00Z, ${facts}, next: 2026-01-03T00:00:00Z }
  - { name: d, expect: violated, at: 2026-01-03T00:00:00Z, ${facts}, next: 2026-01-03T00:00:01Z }
`,
      }),
    ).toEqual([
      '',
      '',
      'expected to change at 2026-01-03T00:00:00Z, is 2026-01-02T00:00:00.001Z',
      'expected to change at 2026-01-03T00:00:01Z, is never',
    ]);
  });

  it('reads manifests: an object alone leaves open what else there is, a list does not', () => {
    const pod = '{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: { containers: [{ name: b, tty: true }] } }';
    const policy =
      '{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: p }, spec: { podSelector: {} } }';
    expect(
      whys({
        subject: 'workload',
        violates: 'workload.context.networkPolicies == 0',
        more: 'field: workload.containers[0].path',
        cases: `
  - { name: a, expect: unknown, manifest: ${pod} }
  - { name: b, expect: violated, manifest: [${pod}], field: "spec.containers[0]" }
  - { name: c, expect: not-violated, manifest: [${pod}, ${policy}] }
  - { name: d, expect: violated, manifest: [${policy}] }
  - { name: e, expect: violated, manifest: { a: 1 } }
  - { name: f, expect: violated, manifest: [${pod}], field: "spec" }
`,
      }),
    ).toEqual([
      '',
      '',
      '',
      'a NetworkPolicy has no pod template',
      'object 1 of the manifest has no apiVersion or kind',
      'expected the field "spec", is "spec.containers[0]"',
    ]);
  });

  it('reads resources and Dockerfiles', () => {
    expect(
      whys({
        subject: 'resource',
        violates: 'resource.object.spec.type == "NodePort" && !("x" in resource.context.namespaceLabels)',
        cases: `
  - { name: a, expect: unknown, manifest: { apiVersion: v1, kind: Service, spec: { type: NodePort } } }
  - { name: b, expect: violated, manifest: [{ apiVersion: v1, kind: Service, metadata: { namespace: n }, spec: { type: NodePort } }, { apiVersion: v1, kind: Namespace, metadata: { name: n } }] }
  - { name: c, expect: not-violated, manifest: { apiVersion: v1, kind: Service, spec: { type: ClusterIP } } }
`,
      }),
    ).toEqual(['', '', '']);
    expect(
      whys({
        subject: 'dockerfile',
        violates: 'dockerfile.runsAsRoot',
        more: '# no field',
        cases: `
  - { name: a, expect: violated, dockerfile: "FROM x\\nUSER root\\n" }
  - { name: b, expect: not-violated, dockerfile: "FROM x\\nUSER 1000\\n" }
`,
      }).slice(1),
    ).toEqual(['']);
  });

  it('names policies without a violated or a not-violated case', () => {
    expect(runCases(load({ cases: '  - { name: a, expect: violated, facts: { user: x } }\n' })).untested).toEqual([
      'sample',
    ]);
  });
});

describe('checkMutants', () => {
  it('names the changes that no case notices', () => {
    const objects = load({
      cases: `
  - { name: a, expect: violated, facts: { runsAsRoot: true, layers: 6 } }
  - { name: b, expect: not-violated, facts: { layers: 6 } }
`,
    });
    const { mutants, survivors } = checkMutants(objects);
    expect(mutants).toBeGreaterThan(3);
    expect(survivors.map(({ policy, change }) => [policy, change])).toEqual([
      ['sample', '"&&": dropped: image.layers > params.most'],
    ]);
  });

  it('finds none where every operand counts', () => {
    const objects = load({
      cases: `
  - { name: a, expect: violated, facts: { runsAsRoot: true, layers: 6 } }
  - { name: b, expect: not-violated, facts: { layers: 6 } }
  - { name: c, expect: not-violated, facts: { runsAsRoot: true, layers: 5 } }
`,
    });
    expect(checkMutants(objects).survivors).toEqual([]);
  });
});
