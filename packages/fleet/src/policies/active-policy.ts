import { createHash } from 'node:crypto';
import { type BoundPolicy, type PolicyEvaluator, policyEvaluator, type PolicySet } from '@pratique/policy';
import { type PolicyCondition, policyIds, type Queryable } from '@pratique/store';
import { type ImageReads, imageReads } from '../facts/image-fields.ts';

/** Subjects that the engine keeps verdicts on. */
export type KeptKind = 'finding' | 'package' | 'image';

/** A policy of the set that counts, ready to be evaluated. */
export interface ActivePolicy {
  readonly id: number;
  readonly kind: KeptKind;
  readonly evaluator: PolicyEvaluator;
  readonly enforced: boolean;
  /** Fields of the root variable that decide, without those of the image. `*`: any. */
  readonly reads: ReadonlySet<string>;
  /** What it reads of the image; undefined: nothing. */
  readonly image: ImageReads | undefined;
}

function isKept(kind: string): kind is KeptKind {
  return kind === 'finding' || kind === 'package' || kind === 'image';
}

/** Everything that a policy's outcome on a subject depends on. */
function conditionOf({ policy, parameters, overrides }: BoundPolicy): PolicyCondition {
  const { name, subject, violates, each, parameters: declared } = policy;
  const variants = overrides.map((override) => override.parameters);
  const text = JSON.stringify([subject, violates, each, declared, parameters, variants]);
  return { name, condition: createHash('sha256').update(text).digest('hex') };
}

/** `finding.image.user` below `finding` → `image.user`; undefined where the path is another variable's. */
function below(path: string, root: string): string | undefined {
  if (path === root) return '';
  return path.startsWith(`${root}.`) || path.startsWith(`${root}[`) ? path.slice(root.length + 1) : undefined;
}

function activePolicy(bound: BoundPolicy, kind: KeptKind, id: number): ActivePolicy {
  const evaluator = policyEvaluator(bound);
  const paths = evaluator.reads.flatMap((path) => below(path, evaluator.root) ?? []);
  const ofImage = kind === 'image' ? paths : paths.flatMap((path) => (path === '' ? '' : (below(path, 'image') ?? [])));
  const own = paths.filter((path) => path === '' || below(path, 'image') === undefined);
  const reads = new Set(kind === 'image' ? [] : own.map((path) => (path === '' ? '*' : (path.split(/[.[]/)[0] ?? ''))));
  return { id, kind, evaluator, enforced: bound.enforced, reads, image: imageReads(ofImage) };
}

const known = new WeakMap<PolicySet, readonly ActivePolicy[]>();

/**
 * The policies of a set that are kept: on findings, packages and images, whose provider is there, and whose violation means
 * something at some stage.
 */
export async function activePolicies(
  store: Queryable,
  set: PolicySet,
  providers: readonly string[],
): Promise<readonly ActivePolicy[]> {
  const prepared = known.get(set);
  if (prepared) return prepared;
  const bounds = set.policies.flatMap((bound) => {
    const { subject, provider } = bound.policy;
    const matters = Object.values(bound.decisions).some((decision) => decision !== 'allow');
    const isThere = provider === undefined || providers.includes(provider);
    return isKept(subject) && matters && isThere ? [{ bound, subject, ...conditionOf(bound) }] : [];
  });
  const ids = await policyIds(store, bounds);
  const fresh = bounds.map(({ bound, subject, name, condition }) =>
    activePolicy(bound, subject, ids.get(`${name} ${condition}`) ?? 0),
  );
  known.set(set, fresh);
  return fresh;
}
