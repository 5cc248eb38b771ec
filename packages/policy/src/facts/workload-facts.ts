import { type Fact, type Facts, UnknownFact, type WorkloadView } from '@pratique/model';
import type { JudgeSubject } from '../judge/subject.ts';
import { unreadImageFacts } from './image-facts.ts';
import { securityContexts } from './security-contexts.ts';
import type { WorkloadSurroundings } from './surroundings.ts';

/** What is known of a workload beyond its manifest. */
export interface WorkloadKnowledge {
  /** What stands around it; what is left out is unknown to conditions. */
  readonly context?: WorkloadSurroundings;
  /** Facts of an image that was read; undefined where it was not: then only its reference is known. */
  readonly image?: (reference: string) => Facts | undefined;
  readonly file?: string;
  readonly line?: number;
}

const NOT_KNOWN = new UnknownFact('what stands around the workload is not known');

function contextFacts(context: WorkloadSurroundings): Facts {
  return {
    networkPolicies: NOT_KNOWN,
    disruptionBudgets: NOT_KNOWN,
    services: NOT_KNOWN,
    exposed: NOT_KNOWN,
    namespaceLabels: NOT_KNOWN,
    ...context,
  };
}

function isFacts(value: Fact): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownFact);
}

/** `//var/./run` and `/var/run` are one place: conditions see the plain path. Kubernetes itself refuses `..`. */
function plainPath(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts = path.split('/').filter((part, index) => index === 0 || (part !== '' && part !== '.'));
  return parts.length === 1 && parts[0] === '' ? '/' : parts.join('/');
}

function withPlainPaths(pod: Facts): Facts {
  const { volumes } = pod;
  if (!Array.isArray(volumes)) return pod;
  const plain = (volumes as readonly Fact[]).map((volume): Fact => {
    if (!isFacts(volume)) return volume;
    const { hostPath } = volume;
    if (!isFacts(hostPath) || typeof hostPath['path'] !== 'string') return volume;
    return { ...volume, hostPath: { ...hostPath, path: plainPath(hostPath['path']) } };
  });
  return { ...pod, volumes: plain };
}

/** A workload as policies see it. What is no container stays in the list, as something that could not be told. */
export function workloadFacts(view: WorkloadView, knowledge: WorkloadKnowledge = {}): JudgeSubject {
  const { context = {}, image = () => undefined, file, line } = knowledge;
  const read = (reference: string): Facts => image(reference) ?? unreadImageFacts(reference);
  const unreadable = (view.unreadable ?? []).map((why) => new UnknownFact(why));
  const containers = view.containers.map(({ spec, type, path, image: reference }): Fact => ({
    ...spec,
    type,
    path,
    image: read(reference),
  }));
  const os = view.pod['os'];
  const { apiVersion, kind, name, namespace, labels, annotations } = view;
  const resource = `${kind}/${namespace}/${name}`;
  return {
    judged: {
      kind: 'workload',
      name: `${kind} ${namespace}/${name}`,
      resource,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
    },
    facts: {
      apiVersion,
      kind,
      name,
      namespace,
      labels,
      annotations,
      replicas: view.replicas,
      podPath: view.podPath,
      podLabels: view.podLabels,
      podAnnotations: view.podAnnotations,
      pod: withPlainPaths(view.pod),
      containers: [...containers, ...unreadable],
      securityContexts: [...securityContexts(view), ...unreadable],
      imageVolumes: view.imageVolumes.map(read),
      windows: typeof os === 'object' && os !== null && (os as Facts)['name'] === 'windows',
      context: contextFacts(context),
    },
    placement: { namespace, labels },
  };
}
