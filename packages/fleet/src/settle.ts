import { createHash } from 'node:crypto';
import type { JudgedSubject, PolicyException } from '@pratique/model';
import { endOf, exceptionFinder, exceptionReach, type Placement, placementOf } from '@pratique/policy';
import {
  allScopeClasses,
  countPlacements,
  deleteUnusedClasses,
  emit,
  type Excepted,
  exceptableViolations,
  imageNamesById,
  type ImageNames,
  type NewScopeClass,
  placementsById,
  scopeClasses,
  settleCompliance,
  type StoredPlacement,
  summarizeChange,
  type Unclassed,
  writeExcepted,
  writePlacementClasses,
} from '@pratique/store';
import type { Unsettled, Work } from './work.ts';

/** A placement that stands for its class. */
interface Example {
  readonly names: Pick<JudgedSubject, 'repository' | 'registry' | 'digests'>;
  readonly placement: Placement;
}

/** The class of an image in a place: which enforced policies hold there, and which exceptions reach it. */
function classOf(work: Work, reaches: readonly ReturnType<typeof exceptionReach>[], example: Example): NewScopeClass {
  const placement = placementOf(example.names, example.placement);
  const subject: JudgedSubject = { kind: 'image', name: '', ...example.names };
  const policies = work.policies.flatMap(({ id, enforced, evaluator }) => {
    const variant = enforced ? evaluator.variantIn(placement) : undefined;
    return variant === undefined ? [] : [{ policyId: id, variant }];
  });
  const reaching = work.exceptions.filter((_, index) => reaches[index]?.(subject, placement));
  const key = createHash('sha256')
    .update(JSON.stringify([policies, reaching]))
    .digest('hex');
  return { key, example, policies };
}

function namesOf({ registry, repository, digests }: ImageNames): Example['names'] {
  return { ...(repository !== '' && { repository, registry }), digests };
}

function placeOf(stored: StoredPlacement | undefined): Placement {
  if (!stored) return {};
  const { cluster, namespace, application, team, labels } = stored;
  return { cluster, namespace, labels, ...(application !== null && { application }), ...(team !== null && { team }) };
}

/** Puts pairs of image and place into classes. Places that look alike to all policies and exceptions are asked about once. */
export async function classify(
  work: Work,
  pairs: readonly Unclassed[],
  images: readonly number[],
): Promise<{ readonly placed: readonly number[]; readonly newClasses: boolean }> {
  const { store, exceptions } = work;
  const reaches = exceptions.map(exceptionReach);
  const named = new Set(exceptions.flatMap(({ digest }) => digest ?? []));
  const names = await imageNamesById(store, [...new Set(pairs.map(({ imageId }) => imageId))]);
  const places = await placementsById(store, [...new Set(pairs.map(({ placementId }) => placementId))]);
  const asked = new Map<string, NewScopeClass>();
  const classed = pairs.flatMap((pair) => {
    const own = names.get(pair.imageId);
    if (!own) return [];
    const { registry, repository, digests } = own;
    const question = JSON.stringify([registry, repository, digests.filter((one) => named.has(one)), pair.placementId]);
    const answer =
      asked.get(question) ??
      classOf(work, reaches, { names: namesOf(own), placement: placeOf(places.get(pair.placementId)) });
    asked.set(question, answer);
    return [{ ...pair, key: answer.key }];
  });
  const classes = new Map([...asked.values()].map((one) => [one.key, one]));
  const { ids, added } = await scopeClasses(store, [...classes.values()]);
  const rows = classed.map((pair) => ({ ...pair, classId: ids.get(pair.key) ?? 0 }));
  return { placed: await writePlacementClasses(store, rows, images, work), newClasses: added.length > 0 };
}

type Subjects = { readonly packages: readonly number[]; readonly images: readonly number[] } | 'all';

/** Finds the exceptions to standing violations, in every class. */
async function except(work: Work, of: Subjects): Promise<Exclude<Subjects, 'all'>> {
  const { store, exceptions, policies } = work;
  if (exceptions.length === 0 && of !== 'all') return { packages: [], images: [] };
  const byId = new Map(policies.map((policy) => [policy.id, policy.evaluator.bound.policy.name]));
  const named = exceptions.flatMap(({ vulnerability = '' }) =>
    vulnerability === '' ? [] : vulnerability.toLowerCase(),
  );
  const violations = await exceptableViolations(store, {
    vulnerabilities: named,
    policies: named.length === exceptions.length ? [] : [...byId.keys()],
    of,
  });
  const found: Excepted[] = [];
  if (violations.length > 0) {
    const find = exceptionFinder(exceptions, work.at);
    for (const { id: classId, example } of await allScopeClasses(store)) {
      const { names, placement } = example as Example;
      for (const { id, policyId, kind, names: ids, purl, fixedIn } of violations) {
        const subject: JudgedSubject = {
          kind,
          name: '',
          ...names,
          ...(ids && { vulnerability: ids }),
          ...(purl !== null && { package: purl }),
          ...(fixedIn !== null && { fixed: fixedIn !== '' }),
        };
        const applied = find(byId.get(policyId) ?? '', subject, placementOf(names, placement))?.applied;
        if (applied?.state === 'approved') found.push({ violationId: id, classId, exception: applied.name });
      }
    }
  }
  return writeExcepted(store, of, found);
}

/** The next instant at which an exception ends. */
export function nextEnd(exceptions: readonly PolicyException[], at: Date): Date | undefined {
  const ends = exceptions.flatMap(({ expires }) => endOf(expires) ?? []).filter((end) => end > at);
  return ends.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** Brings compliance up to what a change touched, and puts out what came of it, as one group of events. */
export async function settle(work: Work, unsettled: Unsettled): Promise<void> {
  const { store, change } = work;
  const placed = [...unsettled.placed];
  if (placed.length > 0) {
    const classified = await classify(work, await countPlacements(store, placed), placed);
    for (const id of classified.placed) unsettled.images.add(id);
    if (classified.newClasses) unsettled.exceptions = true;
  }
  const subjects = { packages: [...unsettled.packages], images: [...unsettled.images] };
  unsettled.touch(await except(work, unsettled.exceptions ? 'all' : subjects));
  const compliance = await settleCompliance(
    store,
    { packages: [...unsettled.packages], images: [...unsettled.images] },
    work,
  );
  if (placed.length > 0) await deleteUnusedClasses(store);
  const violations = await summarizeChange(store, change);
  if (violations.length > 0) await emit(store, change, 'violations', violations);
  if (compliance.length > 0) await emit(store, change, 'compliance', compliance);
}
