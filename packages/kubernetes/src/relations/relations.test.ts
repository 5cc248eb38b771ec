import type { Fact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { kubernetesObject, type KubernetesObject } from '../object.ts';
import { workloadView } from '../workload/workload-view.ts';
import { relations, type WorkloadContext } from './relations.ts';
import { selects } from './selector.ts';

function objects(...values: readonly Fact[]): KubernetesObject[] {
  return values.map(kubernetesObject).filter((object) => object !== undefined);
}

const web = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' } },
  spec: { containers: [{ name: 'c', image: 'i' }] },
};

/** What stands around the pod above among these objects. */
function around(others: readonly Fact[], complete = true, pod: Fact = web): WorkloadContext {
  const [first] = objects(pod);
  const view = first && workloadView(first);
  if (!view) throw new Error('no workload');
  return relations(objects(pod, ...others), { complete }).contextOf(view);
}

function of(apiVersion: string, kind: string, spec: Fact, namespace: string | undefined = 'shop', name = 'x'): Fact {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}

describe('selectors', () => {
  const labels = { app: 'web', tier: 'front' };
  test.each<[Fact, boolean]>([
    [{}, true],
    [undefined, false],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, false],
    [{ matchLabels: { constructor: 'x' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'web'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] }, false],
    [{ matchExpressions: [{ key: 'z', operator: 'In', values: ['a'] }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'z', operator: 'NotIn', values: ['web'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'z', operator: 'Exists' }] }, false],
    [{ matchExpressions: [{ key: 'z', operator: 'DoesNotExist' }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] }, false],
    [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  ])('%j: %s', (selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});

describe('network policies', () => {
  const v1 = 'networking.k8s.io/v1';
  test.each<[string, Fact, number | undefined]>([
    ['of all pods', of(v1, 'NetworkPolicy', { podSelector: {} }), 1],
    ['without a selector', of(v1, 'NetworkPolicy', { policyTypes: ['Ingress'] }), 1],
    ['of this pod', of(v1, 'NetworkPolicy', { podSelector: { matchLabels: { app: 'web' } } }), 1],
    ['of others', of(v1, 'NetworkPolicy', { podSelector: { matchLabels: { app: 'db' } } }), 0],
    ['of another namespace', of(v1, 'NetworkPolicy', { podSelector: {} }, 'other'), 0],
    ['of an old version', of('extensions/v1beta1', 'NetworkPolicy', { podSelector: {} }), 1],
    [
      'of Cilium',
      of('cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: { matchLabels: { 'k8s:app': 'web' } } }),
      1,
    ],
    ['of Cilium, for all', of('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', { endpointSelector: {} }, ''), 1],
    [
      'of Calico, which is not understood',
      of('projectcalico.org/v3', 'NetworkPolicy', { selector: "app == 'web'" }),
      undefined,
    ],
  ])('%s', (_title, policy, expected) => {
    expect(around([policy]).networkPolicies).toBe(expected);
  });
});

describe('disruption budgets', () => {
  test.each<[string, Fact, number]>([
    ['of this pod', of('policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: { app: 'web' } } }), 1],
    ['of all', of('policy/v1', 'PodDisruptionBudget', { selector: {} }), 1],
    ['of none: v1beta1', of('policy/v1beta1', 'PodDisruptionBudget', { selector: {} }), 0],
    ['without a selector', of('policy/v1', 'PodDisruptionBudget', {}), 0],
    ['of another namespace', of('policy/v1', 'PodDisruptionBudget', { selector: {} }, 'other'), 0],
  ])('%s', (_title, budget, expected) => {
    expect(around([budget]).disruptionBudgets).toBe(expected);
  });
});

describe('exposure', () => {
  const service = (spec: Record<string, Fact>): Fact =>
    of('v1', 'Service', { selector: { app: 'web' }, ...spec }, 'shop', 'web');
  const inner = service({});
  const rules = (backend: Fact): Fact => ({ rules: [{ http: { paths: [{ path: '/', backend }] } }] });
  test.each<[string, readonly Fact[], boolean]>([
    ['no service', [], false],
    ['a service within', [inner], false],
    ['a load balancer', [service({ type: 'LoadBalancer' })], true],
    ['a node port', [service({ type: 'NodePort' })], true],
    ['external addresses', [service({ externalIPs: ['192.0.2.1'] })], true],
    ['a load balancer of others', [of('v1', 'Service', { type: 'LoadBalancer', selector: { app: 'db' } })], false],
    ['a load balancer without selector', [of('v1', 'Service', { type: 'LoadBalancer', selector: {} })], false],
    ['an ingress', [inner, of('networking.k8s.io/v1', 'Ingress', rules({ service: { name: 'web' } }))], true],
    ['an old ingress', [inner, of('extensions/v1beta1', 'Ingress', rules({ serviceName: 'web' }))], true],
    [
      'a default backend',
      [inner, of('networking.k8s.io/v1', 'Ingress', { defaultBackend: { service: { name: 'web' } } })],
      true,
    ],
    ['an ingress to others', [inner, of('networking.k8s.io/v1', 'Ingress', rules({ service: { name: 'db' } }))], false],
    [
      'an ingress elsewhere',
      [inner, of('networking.k8s.io/v1', 'Ingress', rules({ service: { name: 'web' } }), 'other')],
      false,
    ],
    ['a route', [inner, of('route.openshift.io/v1', 'Route', { to: { kind: 'Service', name: 'web' } })], true],
    [
      'an alternate backend',
      [inner, of('route.openshift.io/v1', 'Route', { alternateBackends: [{ name: 'web' }] })],
      true,
    ],
    [
      'an HTTP route',
      [inner, of('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'web' }] }] })],
      true,
    ],
    [
      'an HTTP route from another namespace',
      [
        inner,
        of(
          'gateway.networking.k8s.io/v1',
          'HTTPRoute',
          { rules: [{ backendRefs: [{ name: 'web', namespace: 'shop' }] }] },
          'gateways',
        ),
      ],
      true,
    ],
  ])('%s: %s', (_title, others, expected) => {
    expect(around(others).exposed).toBe(expected);
  });

  test.each<[string, Fact, boolean]>([
    ['a port of the node', { ...web, spec: { containers: [{ ports: [{ containerPort: 80, hostPort: 80 }] }] } }, true],
    ['no port of the node', { ...web, spec: { containers: [{ ports: [{ containerPort: 80, hostPort: 0 }] }] } }, false],
    [
      'ports on the network of the node',
      { ...web, spec: { hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }] }] } },
      true,
    ],
    ['the network of the node alone', { ...web, spec: { hostNetwork: true, containers: [{}] } }, false],
  ])('%s: %s', (_title, pod, expected) => {
    expect(around([], true, pod).exposed).toBe(expected);
  });

  test.each<[Record<string, string>, boolean]>([
    [{}, true],
    [{ 'networking.knative.dev/visibility': 'cluster-local' }, false],
  ])('a Knative service with labels %j: %s', (labels, expected) => {
    const knative = {
      apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'k', labels },
      spec: { template: { spec: { containers: [{ image: 'i' }] } } },
    }; // prettier-ignore
    expect(around([], true, knative).exposed).toBe(expected);
  });
});

describe('what cannot be told is left out', () => {
  test('nothing seen, not all read', () => {
    expect(around([], false)).toEqual({});
  });

  test('what was seen counts', () => {
    const seen = [
      of('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} }),
      of('policy/v1', 'PodDisruptionBudget', { selector: {} }),
      of('v1', 'Service', { type: 'NodePort', selector: { app: 'web' } }),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { a: 'b' }, annotations: { c: 'd' } } },
    ];
    expect(around(seen, false)).toEqual({
      networkPolicies: 1, disruptionBudgets: 1, services: 1, exposed: true,
      namespaceLabels: { a: 'b' }, namespaceAnnotations: { c: 'd' },
    }); // prettier-ignore
  });

  test('nothing there, all read', () => {
    expect(around([])).toEqual({ networkPolicies: 0, disruptionBudgets: 0, services: 0, exposed: false });
  });
});
