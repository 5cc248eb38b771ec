import type { ContainerType, ContainerView, Fact, Facts, WorkloadView } from '@pratique/model';
import { elements, field, fieldAt, isFacts, type KubernetesObject, textMap, textOf } from '../object.ts';
import { podPlace } from './pod-place.ts';

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

/**
 * The pod template of an object of any kind that has one: Kubernetes' own kinds in every API version, OpenShift's
 * DeploymentConfig, Knative, Argo Rollouts, and any custom kind with containers in `spec.template.spec`.
 */
export function workloadView(object: KubernetesObject): WorkloadView | undefined {
  const place = podPlace(object);
  if (!place) return undefined;
  const podPath = pathOf(place);
  const spec = fieldAt(object.object, place);
  const pod = isFacts(spec) ? spec : {};
  const metadata = place.length === 1 ? undefined : fieldAt(object.object, [...place.slice(0, -1), 'metadata']);
  const replicas = withoutReplicas.has(object.kind) ? undefined : fieldAt(object.object, ['spec', 'replicas']);
  const unreadable: string[] = isAbsent(spec) || isFacts(spec) ? [] : [`${podPath} is no object`];
  const containers = containersOf(pod, podPath, unreadable);
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.name,
    namespace: object.namespace || 'default',
    labels: object.labels,
    annotations: object.annotations,
    ...(typeof replicas === 'number' && { replicas }),
    podPath,
    podLabels: place.length === 1 ? object.labels : textMap(field(metadata, 'labels')),
    podAnnotations: place.length === 1 ? object.annotations : textMap(field(metadata, 'annotations')),
    pod,
    containers,
    imageVolumes: imageVolumesOf(pod),
    ...(unreadable.length > 0 && { unreadable }),
    document: object.object,
  };
}
