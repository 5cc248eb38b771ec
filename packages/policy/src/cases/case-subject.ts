import { type KubernetesObject, kubernetesObject, relations, workloadView } from '@pratique/kubernetes';
import type { Fact, Facts, Policy } from '@pratique/model';
import { dockerfileSubject } from '../facts/dockerfile/dockerfile-facts.ts';
import { resourceFacts } from '../facts/resource-facts.ts';
import { workloadFacts } from '../facts/workload-facts.ts';
import type { JudgeSubject } from '../judge/subject.ts';
import { parseFactPath, withUnknown } from '../load/case-facts.ts';
import type { PolicyCase } from '../load/objects.ts';

/** A case from which no subject can be made. */
export class CaseProblem extends Error {}

function objectsOf(manifest: readonly Fact[]): KubernetesObject[] {
  return manifest.map((value, index) => {
    const object = kubernetesObject(value);
    if (!object) throw new CaseProblem(`object ${index + 1} of the manifest has no apiVersion or kind`);
    return object;
  });
}

/** A list holds everything that there is; an object that stands alone leaves open what else there is. */
function fromManifest(policy: Policy, manifest: readonly Fact[], complete: boolean): JudgeSubject {
  const objects = objectsOf(manifest);
  const [first] = objects;
  if (!first) throw new CaseProblem('the manifest is empty');
  if (policy.subject === 'resource') {
    const namespace = objects.find(({ kind, name }) => kind === 'Namespace' && name === first.namespace);
    return resourceFacts(first, { context: namespace ? { namespaceLabels: namespace.labels } : {} });
  }
  const view = workloadView(first);
  if (!view) throw new CaseProblem(`a ${first.kind} has no pod template`);
  return workloadFacts(view, { context: relations(objects, { complete }).contextOf(view) });
}

function subjectOf(policy: Policy, one: PolicyCase): JudgeSubject {
  if (one.manifest) return fromManifest(policy, one.manifest, one.complete === true);
  if (one.dockerfile !== undefined) return dockerfileSubject(one.dockerfile, 'Dockerfile').subject;
  return { judged: { kind: policy.subject, name: one.name }, facts: one.facts ?? {} };
}

/**
 * What a case's policy is asked about.
 * @throws CaseProblem
 */
export function caseSubject(policy: Policy, one: PolicyCase): JudgeSubject {
  const subject = subjectOf(policy, one);
  const facts = Object.entries(one.unknown).reduce<Fact>(
    (facts, [path, reason]) => withUnknown(facts, parseFactPath(policy.subject, path), reason),
    subject.facts,
  );
  return { ...subject, facts: facts as Facts };
}
