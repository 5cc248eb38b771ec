import { elements, field, fieldAt, isFacts, type KubernetesObject } from '../object.ts';

const template = ['spec', 'template', 'spec'];
const jobTemplate = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

/** Kinds that always have a pod template, and where. Kinds of the same name in other groups have one if it is there. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  ReplicationController: template,
  ReplicaSet: template,
  Deployment: template,
  StatefulSet: template,
  DaemonSet: template,
  Job: template,
  CronJob: jobTemplate,
  ScheduledJob: jobTemplate,
  DeploymentConfig: template,
};

/** Groups whose kinds above are those of Kubernetes and OpenShift. */
const ownGroups: ReadonlySet<string> = new Set(['', 'apps', 'extensions', 'batch', 'apps.openshift.io']);

/** Where else a pod spec may stand in a custom resource: the common places, and those of widespread operators. */
const genericPlaces: readonly (readonly string[])[] = [
  template,
  jobTemplate,
  ['spec', 'podTemplate', 'spec'],
  // Agones: Fleet.
  [...template, 'template', 'spec'],
  // KEDA: ScaledJob.
  ['spec', 'jobTargetRef', 'template', 'spec'],
  // OpenKruise: AdvancedCronJob.
  ['spec', 'template', 'jobTemplate', 'spec', 'template', 'spec'],
];

function holdsContainers(object: KubernetesObject, place: readonly string[]): boolean {
  const spec = fieldAt(object.object, place);
  return ['containers', 'initContainers'].some((list) => elements(field(spec, list)).some(isFacts));
}

/** Whether its kind is one of Kubernetes or OpenShift, whose pod template stands in one place and nowhere else. */
export function hasFixedPlace(object: KubernetesObject): boolean {
  return ownGroups.has(object.group) && Object.hasOwn(kinds, object.kind);
}

/** The way to the pod spec of an object; undefined where it has none. */
export function podPlace(object: KubernetesObject): readonly string[] | undefined {
  const known = Object.hasOwn(kinds, object.kind) ? kinds[object.kind] : undefined;
  if (known && (ownGroups.has(object.group) || holdsContainers(object, known))) return known;
  const knative = object.group === 'serving.knative.dev' && object.kind === 'Revision';
  return knative ? ['spec'] : genericPlaces.find((place) => holdsContainers(object, place));
}
