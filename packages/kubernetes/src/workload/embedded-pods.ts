import type { ContainerType, Fact, Facts } from '@pratique/model';
import { elements, field, isFacts, type KubernetesObject } from '../object.ts';

/** A pod spec that stands somewhere in a custom resource. */
export interface EmbeddedPod {
  /** Where: `spec.tasks[0].template.spec`. */
  readonly path: string;
  readonly pod: Facts;
  /** Labels and annotations of the template, where it is one. */
  readonly metadata: Fact;
  /** Containers that stand in other lists than those of Kubernetes: Tekton's steps, Argo's container. */
  readonly further: readonly { readonly type: ContainerType; readonly path: string; readonly spec: Facts }[];
}

const podLists: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** Where Tekton and Argo Workflows keep containers; the object around them holds volumes as a pod spec does. */
const furtherLists: Readonly<Record<string, ContainerType>> = {
  steps: 'container',
  sidecars: 'sidecar',
  container: 'container',
  script: 'container',
};

/** Kinds that write about pods, in the form of pods: their fields are patterns and schemas. */
const patternGroups = /(?:^|\.)(?:kyverno\.io|gatekeeper\.sh|apiextensions\.k8s\.io)$/;

/** What only containers have; operators that fill in the image leave these to their users. */
const marks: readonly string[] = ['securityContext', 'volumeMounts', 'command', 'args', 'env', 'envFrom', 'lifecycle', 'resources']; // prettier-ignore

function isContainer(value: Fact): value is Facts {
  if (!isFacts(value)) return false;
  if (typeof field(value, 'image') === 'string') return true;
  return marks.some((mark) => typeof field(value, mark) === 'object' && field(value, mark) !== null);
}

function furtherContainers(holder: Facts, path: string, defaults: Facts): EmbeddedPod['further'] {
  return Object.entries(furtherLists).flatMap(([name, type]) => {
    const value = field(holder, name);
    const found = Array.isArray(value)
      ? elements(value).map((spec, index) => ({ spec, place: `${path}.${name}[${index}]` }))
      : [{ spec: value, place: `${path}.${name}` }];
    return found.flatMap(({ spec, place }) => {
      if (!isFacts(spec) || !isContainer({ ...defaults, ...spec })) return [];
      return [{ type, path: place, spec: { ...defaults, ...spec } }];
    });
  });
}

/** Fields of the pod that Argo Workflows writes once for all templates of a workflow. */
const shared = ['volumes', 'securityContext', 'hostNetwork', 'hostAliases', 'serviceAccountName', 'automountServiceAccountToken']; // prettier-ignore

function withShared(pod: Facts, outer: Facts): Facts {
  const merged: Record<string, Fact> = { ...pod };
  for (const name of shared) {
    const own = field(pod, name);
    const common = field(outer, name);
    if (common === undefined || common === null) continue;
    if (Array.isArray(own) && Array.isArray(common)) merged[name] = [...elements(own), ...elements(common)];
    else if (own === undefined || own === null) merged[name] = common;
  }
  return merged;
}

/**
 * Every pod spec in a custom resource, wherever it stands and however many there are: tasks of a Volcano job, replicas of
 * Kubeflow and Ray, jobs of a JobSet, steps of Tekton, templates of Argo Workflows. A pod spec is an object whose list of
 * containers holds one with an image, or with what only containers have.
 * @param taken path of a pod spec that is known, and not looked into
 */
export function embeddedPods(object: KubernetesObject, taken?: string): readonly EmbeddedPod[] {
  if (patternGroups.test(object.group)) return [];
  const found: EmbeddedPod[] = [];
  const spec = field(object.object, 'spec');
  const outer = object.group === 'argoproj.io' && isFacts(spec) ? workflowSpec(spec) : {};

  const visit = (value: Fact, path: string, parent: Fact): void => {
    if (path === taken) return;
    if (Array.isArray(value)) {
      for (const [index, item] of elements(value).entries()) visit(item, `${path}[${index}]`, value);
      return;
    }
    if (!isFacts(value)) return;
    const stepTemplate = field(value, 'stepTemplate');
    const further = furtherContainers(value, path, isFacts(stepTemplate) ? stepTemplate : {});
    if (further.length > 0 || podLists.some((list) => elements(field(value, list)).some(isContainer))) {
      found.push({ path, pod: withShared(value, outer), metadata: field(parent, 'metadata'), further });
    }
    for (const [key, item] of Object.entries(value)) {
      if (!podLists.includes(key)) visit(item, `${path}.${key}`, value);
    }
  };

  for (const [key, value] of Object.entries(object.object)) {
    if (key !== 'metadata' && key !== 'status') visit(value, key, object.object);
  }
  return found;
}

/** The spec of a workflow, also that of a CronWorkflow. */
function workflowSpec(spec: Facts): Facts {
  const inner = field(spec, 'workflowSpec');
  return isFacts(inner) ? inner : spec;
}
