import { type Facts, UnknownFact, type WorkloadView } from '@pratique/model';
import { field, fieldAt, isFacts, type KubernetesObject, textMap } from '../object.ts';
import { isExposedByItself, isExternalService, routedServices } from './exposure.ts';
import { matchesLabels, selects } from './selector.ts';

/**
 * What stands around a workload. A count is at least what was seen: it is unknown where nothing was seen and there may be
 * more than was read.
 */
export interface WorkloadContext {
  readonly networkPolicies: number | UnknownFact;
  readonly disruptionBudgets: number | UnknownFact;
  readonly services: number | UnknownFact;
  /** Reachable from outside the cluster. */
  readonly exposed: boolean | UnknownFact;
  readonly namespaceLabels: Facts | UnknownFact;
  /** Absent where the namespace was not read. */
  readonly namespaceAnnotations: Facts | undefined;
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

/** Network policies of Kubernetes and of network plugins; cluster-wide ones have no namespace. */
function isNetworkPolicy({ kind }: KubernetesObject): boolean {
  return kind.endsWith('NetworkPolicy');
}

function budgetSelects({ object, version }: KubernetesObject, podLabels: Readonly<Record<string, string>>): boolean {
  const selector = fieldAt(object, ['spec', 'selector']);
  // policy/v1beta1: an empty selector selects nothing.
  const isEmpty = isFacts(selector) && Object.keys(selector).length === 0;
  return !(isEmpty && version === 'v1beta1') && selects(selector, podLabels);
}

function serviceSelects({ object }: KubernetesObject, podLabels: Readonly<Record<string, string>>): boolean {
  const selector = textMap(fieldAt(object, ['spec', 'selector']));
  return Object.keys(selector).length > 0 && matchesLabels(selector, podLabels);
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
  const budgets = objects.filter(({ kind, group }) => kind === 'PodDisruptionBudget' && group === 'policy');
  const services = objects.filter(({ kind, group }) => kind === 'Service' && group === '');
  const routed = new Set(objects.flatMap(routedServices));
  const namespaces = new Map(
    objects.filter(({ kind, group }) => kind === 'Namespace' && group === '').map((each) => [each.name, each]),
  );

  function counted(count: number, what: string): number | UnknownFact {
    return count > 0 || complete ? count : new UnknownFact(`there may be ${what} that were not read`);
  }

  function networkPolicies(workload: WorkloadView): number | UnknownFact {
    const near = policies.filter(
      (policy) => /Cluster|Admin|Global/.test(policy.kind) || namespaceOf(policy) === workload.namespace,
    );
    const answers = near.map((policy) => policySelects(policy, workload.podLabels));
    const count = answers.filter((answer) => answer === true).length;
    const strange = near[answers.indexOf(undefined)];
    if (count === 0 && strange)
      return new UnknownFact(`whom ${strange.kind} ${strange.name} selects is not understood`);
    return counted(count, 'network policies');
  }

  return {
    contextOf(workload) {
      const { namespace, podLabels } = workload;
      const own = services.filter((each) => namespaceOf(each) === namespace && serviceSelects(each, podLabels));
      const exposed =
        isExposedByItself(workload) ||
        own.some((each) => isExternalService(each) || routed.has(`${namespace}/${each.name}`));
      const found = budgets.filter((each) => namespaceOf(each) === namespace && budgetSelects(each, podLabels));
      const home = namespaces.get(namespace);
      const notRead = new UnknownFact(`namespace ${namespace} was not read`);
      return {
        networkPolicies: networkPolicies(workload),
        disruptionBudgets: counted(found.length, 'disruption budgets'),
        services: counted(own.length, 'services'),
        exposed: exposed || complete ? exposed : new UnknownFact('there may be services and routes that were not read'),
        namespaceLabels: home?.labels ?? notRead,
        namespaceAnnotations: home?.annotations,
      };
    },
  };
}
