import type { ContainerType, ContainerView, Fact, Facts, WorkloadView } from '@pratique/model';
import { elements, field, fieldAt, isFacts, type KubernetesObject, textMap, textOf } from '../object.ts';
import { type EmbeddedPod, embeddedPods } from './embedded-pods.ts';
import { hasFixedPlace, podPlace } from './pod-place.ts';

const containerLists: readonly (readonly [string, ContainerType])[] = [
  ['initContainers', 'init'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeral'],
];

/** Kinds that run one pod, one per node, or pods until they are done. */
const withoutReplicas: ReadonlySet<string> = new Set([
  'Pod',
  'PodTemplate',
  'DaemonSet',
  'Job',
  'CronJob',
  'ScheduledJob',
]);

/** A path as policies and reports write it: `spec.template.spec`. */
function pathOf(steps: readonly string[]): string {
  return steps.join('.');
}

function isAbsent(value: Fact): boolean {
  return value === undefined || value === null;
}

function containersOf(pod: Facts, podPath: string, unreadable: string[]): ContainerView[] {
  const containers: ContainerView[] = [];
  for (const [list, listType] of containerLists) {
    const value = field(pod, list);
    if (!isAbsent(value) && !Array.isArray(value)) unreadable.push(`${podPath}.${list} is no list`);
    for (const [index, spec] of elements(value).entries()) {
      const path = `${podPath}.${list}[${index}]`;
      if (!isFacts(spec)) {
        unreadable.push(`${path} is no object`);
        continue;
      }
      // KEP-753: an init container that restarts always is a sidecar.
      const isSidecar = listType === 'init' && field(spec, 'restartPolicy') === 'Always';
      const type = isSidecar ? 'sidecar' : listType;
      containers.push({ type, name: textOf(field(spec, 'name')), image: textOf(field(spec, 'image')), path, spec });
    }
  }
  return containers;
}

function imageVolumesOf(pod: Facts): string[] {
  const references = elements(field(pod, 'volumes')).map((volume) => textOf(fieldAt(volume, ['image', 'reference'])));
  return references.filter((reference) => reference !== '');
}

/** What a view takes from its pod, wherever that stands. */
function podFacts(
  spec: Fact,
  podPath: string,
): Omit<WorkloadView, 'document' | keyof Head | 'podLabels' | 'podAnnotations'> {
  const pod = isFacts(spec) ? spec : {};
  const unreadable: string[] = isAbsent(spec) || isFacts(spec) ? [] : [`${podPath} is no object`];
  const containers = containersOf(pod, podPath, unreadable);
  return {
    podPath,
    pod,
    containers,
    imageVolumes: imageVolumesOf(pod),
    ...(unreadable.length > 0 && { unreadable }),
  };
}

type Head = Pick<WorkloadView, 'apiVersion' | 'kind' | 'name' | 'namespace' | 'labels' | 'annotations'>;

function headOf({ apiVersion, kind, name, namespace, labels, annotations }: KubernetesObject): Head {
  return { apiVersion, kind, name, namespace: namespace || 'default', labels, annotations };
}

/**
 * The pod template of an object of any kind that has one: Kubernetes' own kinds in every API version, OpenShift's
 * DeploymentConfig, Knative, Argo Rollouts, and any custom kind with containers in `spec.template.spec`.
 */
export function workloadView(object: KubernetesObject): WorkloadView | undefined {
  const place = podPlace(object);
  if (!place) return undefined;
  const metadata = place.length === 1 ? undefined : fieldAt(object.object, [...place.slice(0, -1), 'metadata']);
  const replicas = withoutReplicas.has(object.kind) ? undefined : fieldAt(object.object, ['spec', 'replicas']);
  return {
    ...headOf(object),
    ...(typeof replicas === 'number' && { replicas }),
    podLabels: place.length === 1 ? object.labels : textMap(field(metadata, 'labels')),
    podAnnotations: place.length === 1 ? object.annotations : textMap(field(metadata, 'annotations')),
    ...podFacts(fieldAt(object.object, place), pathOf(place)),
    document: object.object,
  };
}

function embeddedView(object: KubernetesObject, embedded: EmbeddedPod): WorkloadView {
  const facts = podFacts(embedded.pod, embedded.path);
  const further = embedded.further.map(({ type, path, spec }): ContainerView => {
    return { type, name: textOf(field(spec, 'name')), image: textOf(field(spec, 'image')), path, spec };
  });
  return {
    ...headOf(object),
    podLabels: textMap(field(embedded.metadata, 'labels')),
    podAnnotations: textMap(field(embedded.metadata, 'annotations')),
    ...facts,
    containers: [...facts.containers, ...further],
    document: object.object,
  };
}

/**
 * Every pod template of an object: that of `workloadView`, and in custom resources all others, wherever they stand. Kinds
 * of Kubernetes have one at most.
 */
export function workloadViews(object: KubernetesObject): readonly WorkloadView[] {
  const view = workloadView(object);
  if (hasFixedPlace(object)) return view ? [view] : [];
  const embedded = embeddedPods(object, view?.podPath).map((each) => embeddedView(object, each));
  return view ? [view, ...embedded] : embedded;
}
