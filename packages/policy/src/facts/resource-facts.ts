import type { KubernetesObject } from '@pratique/kubernetes';
import { UnknownFact } from '@pratique/model';
import type { JudgeSubject } from '../judge/subject.ts';
import type { ResourceSurroundings } from './surroundings.ts';

/** What is known of an object beyond its manifest. */
export interface ResourceKnowledge {
  readonly context?: ResourceSurroundings;
  readonly file?: string;
  readonly line?: number;
}

const NOT_KNOWN = new UnknownFact('the namespace is not known');

/** Any Kubernetes object as policies see it. */
export function resourceFacts(object: KubernetesObject, knowledge: ResourceKnowledge = {}): JudgeSubject {
  const { apiVersion, group, version, kind, name, namespace, labels, annotations } = object;
  const { context = {}, file, line } = knowledge;
  return {
    judged: {
      kind: 'resource',
      name: namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
      resource: `${kind}/${namespace}/${name}`,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
    },
    facts: {
      apiVersion,
      group,
      version,
      kind,
      name,
      namespace,
      labels,
      annotations,
      object: object.object,
      context: { namespaceLabels: NOT_KNOWN, ...context },
    },
    // An object without namespace in a manifest gets one when it is applied, or is cluster-wide: that is not known here.
    placement: { ...(namespace !== '' && { namespace }), labels },
  };
}
