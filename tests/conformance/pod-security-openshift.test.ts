import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kubernetesObject, relations, workloadView } from '@pratique/kubernetes';
import type { Fact } from '@pratique/model';
import { judge, loadPolicies, selectProfile, workloadFacts } from '@pratique/policy';
import { expect, test } from 'vitest';
import { admits, type NamespaceGrant } from './pod-security/openshift-reference.ts';
import { matrix, mixtures, type NamedPod, rangedMixtures } from './pod-security/pods.ts';

const root = dirname(dirname(import.meta.dirname));
const objects = loadPolicies(
  globSync(['policies/{openshift,pod-security}/*.yaml', 'policies/profiles/openshift-*.yaml'], { cwd: root })
    .filter((path) => !path.endsWith('.cases.yaml'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);
const set = selectProfile(objects, { profile: 'openshift-restricted-v2' });
const grant: NamespaceGrant = {
  firstUser: 1_000_660_000,
  lastUser: 1_000_669_999,
  group: 1_000_660_000,
  level: 's0:c26,c5',
};
const namespace = kubernetesObject({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'default',
    annotations: { 'openshift.io/sa.scc.uid-range': '1000660000/10000', 'openshift.io/sa.scc.mcs': 's0:c26,c5' },
  },
});

/** What the policies have against a pod. */
function complaints(document: Fact): string[] {
  const object = kubernetesObject(document);
  const view = object && workloadView(object);
  if (!view || !namespace) throw new Error('no workload, or no namespace');
  const context = relations([object, namespace], { complete: false }).contextOf(view);
  const options = { stage: 'build', at: new Date('2026-01-01T00:00:00Z') } as const;
  const { violations, unknowns } = judge(set, [workloadFacts(view, { context })], options);
  return [...violations, ...unknowns].map(({ policy, message }) => `${policy}: ${message}`);
}

function differences(pods: readonly NamedPod[]): string[] {
  return pods.flatMap(({ name, pod }) => {
    const found = complaints(pod as unknown as Fact);
    if (admits(pod, grant) === (found.length === 0)) return [];
    return [`${name}: ${found.length === 0 ? 'not a word, yet OpenShift refuses it' : found.join(', ')}`];
  });
}

test('what admission under restricted-v2 refuses is denied, and nothing else', () => {
  const pods = [...matrix(), ...mixtures(500, 5), ...rangedMixtures(1000, 6)];
  expect(differences(pods)).toEqual([]);
  const admitted = pods.filter(({ pod }) => admits(pod, grant)).length;
  expect(admitted).toBeGreaterThan(pods.length / 10);
  expect(admitted).toBeLessThan((pods.length * 9) / 10);
});
