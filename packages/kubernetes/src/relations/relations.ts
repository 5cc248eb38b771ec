import type { WorkloadView } from '@pratique/model';
import { field, fieldAt, isFacts, type KubernetesObject, textMap } from '../object.ts';
import { isExposedByItself, isExternalService, routedServices } from './exposure.ts';
import { matchesLabels, selects } from './selector.ts';

/**
 * What stands around a workload; what cannot be told is left out. A count is at least what was seen: it is left out where
 * nothing was seen and there may be more than was read.
 */
export interface WorkloadContext {
  readonly networkPolicies?: number;
  readonly disruptionBudgets?: number;
  readonly services?: number;
  /** Reachable from outside the cluster. */
  readonly exposed?: boolean;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly namespaceAnnotations?: Readonly<Record<string, string>>;
}

export interface Relations {
  contextOf(workload: WorkloadView): WorkloadContext;
}

const networkGroups: ReadonlySet<string> = new Set(['networking.k8s.io', 'extensions']);

function namespaceOf(object: KubernetesObject): string {
  return object.namespace || 'default';
}

/** Labels as Cilium writes them may carry their source: `k8s:app`. */
function withoutSource(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key.replace(/^(?:k8s|any)[:.]/, ''), value]));
}

/** Whether a policy selects pods of a workload; undefined where its selector is not one that we know. */
function policySelects(policy: KubernetesObject, podLabels: Readonly<Record<string, string>>): boolean | undefined {
  const spec = field(policy.object, 'spec');
  if (networkGroups.has(policy.group)) return selects(field(spec, 'podSelector') ?? {}, podLabels);
  const selector = field(spec, 'endpointSelector');
  if (!isFacts(selector)) return undefined;
  return selects({ ...selector, matchLabels: withoutSource(textMap(field(selector, 'matchLabels'))) }, podLabels);
}

/** Policies that look at pods of every namespace. */
function isClusterWide({ kind }: KubernetesObject): boolean {
  return /Cluster|Admin|Global/.test(kind);
}

/** Network policies of Kubernetes and of network plugins. */
function isNetworkPolicy({ kind }: KubernetesObject): boolean {
  return kind.endsWith('NetworkPolicy');
}

function budgetSelects({ object, version }: KubernetesObject, podLabels: Readonly<Record<string, string>>): boolean {
  const selector = fieldAt(object, ['spec', 'selector']);
  // policy/v1beta1: an empty selector selects nothing.
  const isEmpty = isFacts(selector) && Object.keys(selector).length === 0;
  return !(isEmpty && version === 'v1beta1') && selects(selector, podLabels);
}

interface SelectingService {
  readonly service: KubernetesObject;
  readonly selector: Readonly<Record<string, string>>;
}

/** Services by one label that they select, `namespace/key=value`: a namespace may hold thousands. */
function selectingServices(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly SelectingService[]> {
  const services = objects
    .filter(({ kind, group }) => kind === 'Service' && group === '')
    .map((service) => ({ service, selector: textMap(fieldAt(service.object, ['spec', 'selector'])) }))
    .filter(({ selector }) => Object.keys(selector).length > 0);
  return Map.groupBy(services, ({ service, selector }) => {
    const [label] = Object.entries(selector);
    return `${namespaceOf(service)}/${label?.join('=')}`;
  });
}

function byNamespace(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly KubernetesObject[]> {
  return Map.groupBy(objects, namespaceOf);
}

/**
 * Reads how objects relate to each other.
 * @param complete the objects are all that there are in their cluster; false for manifests, which seldom are
 */
export function relations(
  objects: readonly KubernetesObject[],
  { complete }: { readonly complete: boolean },
): Relations {
  const policies = objects.filter(isNetworkPolicy);
  const clusterPolicies = policies.filter(isClusterWide);
  const ownPolicies = byNamespace(policies.filter((policy) => !isClusterWide(policy)));
  const budgets = byNamespace(
    objects.filter(({ kind, group }) => kind === 'PodDisruptionBudget' && group === 'policy'),
  );
  const services = selectingServices(objects);
  const routed = new Set(objects.flatMap(routedServices));
  const namespaces = new Map(
    objects.filter(({ kind, group }) => kind === 'Namespace' && group === '').map((each) => [each.name, each]),
  );

  const known = (count: number): boolean => count > 0 || complete;

  /** How many select its pods; undefined where none is seen to and one cannot be read. */
  function networkPolicies(workload: WorkloadView): number | undefined {
    const near = [...clusterPolicies, ...(ownPolicies.get(workload.namespace) ?? [])];
    const answers = near.map((policy) => policySelects(policy, workload.podLabels));
    const count = answers.filter((answer) => answer === true).length;
    return count === 0 && answers.includes(undefined) ? undefined : count;
  }

  return {
    contextOf(workload) {
      const { namespace, podLabels } = workload;
      const own = Object.entries(podLabels)
        .flatMap(([key, value]) => services.get(`${namespace}/${key}=${value}`) ?? [])
        .filter(({ selector }) => matchesLabels(selector, podLabels))
        .map(({ service }) => service);
      const exposed =
        isExposedByItself(workload) ||
        own.some((each) => isExternalService(each) || routed.has(`${namespace}/${each.name}`));
      const disruptionBudgets = (budgets.get(namespace) ?? []).filter((each) => budgetSelects(each, podLabels)).length;
      const policyCount = networkPolicies(workload);
      const home = namespaces.get(namespace);
      return {
        ...(policyCount !== undefined && known(policyCount) && { networkPolicies: policyCount }),
        ...(known(disruptionBudgets) && { disruptionBudgets }),
        ...(known(own.length) && { services: own.length }),
        ...((exposed || complete) && { exposed }),
        ...(home && { namespaceLabels: home.labels, namespaceAnnotations: home.annotations }),
      };
    },
  };
}
