import type { Clock } from '@pratique/foundation';
import type { AdvisoryDatabase, PolicyException, Sbom } from '@pratique/model';
import type { PolicySet } from '@pratique/policy';
import {
  allPlacements,
  beginChange,
  type ContainerChange,
  deleteImages,
  deleteUnusedClasses,
  type FleetState,
  insertPackages,
  knownImages,
  linkContainers,
  lockFleet,
  nextDue,
  generationsBefore,
  NEVER_MATCHED,
  raiseGenerations,
  packagesMatchedAt,
  packagesTouched,
  type Queryable,
  readFleetState,
  resolvePolicies,
  type Store,
  subjectsDue,
  sumCounts,
  writeAdvisoryState,
  writeContainers,
  writeExceptions,
  writePolicySet,
} from '@pratique/store';
import { addImageRows, packageIds } from './add-images.ts';
import { advisoryState, newlyCovered, withEcosystems } from './advisory-state.ts';
import { fleetErrors } from './errors.ts';
import { evaluateInImages, evaluateOnAll, evaluateOnImages, evaluateOnPackages } from './evaluate.ts';
import { imageRecord } from './facts/image-record.ts';
import { ASSESSED, FINDINGS, rematch, type Rematched } from './match.ts';
import { activePolicies, type ActivePolicy } from './policies/active-policy.ts';
import { classify, nextEnd, settle } from './settle.ts';
import { Unsettled, type Work } from './work.ts';

/** What the engine stands on. */
export interface FleetOptions {
  readonly store: Store;
  /** The newest advisory database; asked at the beginning of each change, and again where another process is ahead. */
  readonly advisories: () => AdvisoryDatabase;
  readonly clock: Clock;
  /** Providers that are there (`signatures`, …): policies that need another say nothing. */
  readonly providers?: readonly string[];
  /** Milliseconds after which advisories are stale. Default: 24 hours. */
  readonly maxAge?: number;
}

/**
 * Keeps verdicts: takes changes in, and makes what follows from them hold. Each operation is one transaction, and done again
 * it changes nothing. Processes may share a database: their changes pass one at a time.
 */
export interface Fleet {
  /**
   * Adds images that are not there yet, by manifest digest.
   * @throws PratiqueError `fleet/no-digest`, `fleet/advisories-behind`
   */
  addImages(sboms: readonly Sbom[]): Promise<void>;
  /** Takes images away, by manifest digest, with what only they had. Containers stay, their image no longer known. */
  removeImages(digests: readonly string[]): Promise<void>;
  /** Takes in what runs in a cluster. */
  setContainers(cluster: string, change: ContainerChange): Promise<void>;
  /** Brings everything from the generation that it stands at to that of the advisory database. */
  applyAdvisories(): Promise<void>;
  /** Puts a policy set in place of the one before; evaluates only policies whose condition or parameters are new. */
  changePolicySet(set: PolicySet): Promise<void>;
  /** Puts a list of exceptions in place of the one before. */
  changeExceptions(exceptions: readonly PolicyException[]): Promise<void>;
  /** Evaluates again what came due by now; returns when to come back. */
  tick(): Promise<Date | undefined>;
  /** Matches what stays behind the advisories that the fleet stands at; returns how many packages did. None is right. */
  sweep(): Promise<number>;
}

const DAY = 24 * 60 * 60 * 1000;

export function openFleet(options: FleetOptions): Fleet {
  return new DeltaEngine(options);
}

/** A transaction that has its turn, before anything is changed. */
interface Turn {
  readonly store: Queryable;
  readonly state: FleetState;
  readonly at: Date;
}

class DeltaEngine implements Fleet {
  readonly #options: FleetOptions;
  #set: { readonly id: number; readonly set: PolicySet } | undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  async addImages(sboms: readonly Sbom[]): Promise<void> {
    const given = new Map(
      sboms
        .map(imageRecord)
        .toReversed()
        .map((record) => [record.image.digest, record]),
    );
    await this.#turn(async (turn) => {
      const { store, state } = turn;
      const there = await knownImages(store, [...given.keys()]);
      const records = [...given.values()].filter(({ image }) => !there.has(image.digest));
      if (records.length === 0) return;
      const work = await this.#begin(turn, 'images', { added: records.map(({ image }) => image.digest) });
      const distinct = new Map(
        records.flatMap(({ packages }) => packages.map((pkg) => [pkg.identity.toString('hex'), pkg])),
      );
      await insertPackages(store, [...distinct.values()]);
      const ids = await packageIds(store, [...distinct.values()]);
      // New ones were matched at no generation. Known ones that no change touched since are as good as matched now.
      const fresh = await packagesMatchedAt(store, NEVER_MATCHED, [...ids.values()]);
      const database = this.#databaseAt(state);
      const { changed } = await rematch(store, fresh, database, work.at);
      const ecosystems = [...distinct.values()].flatMap(({ keys }) => keys.map(({ ecosystem }) => ecosystem));
      // A database that is ahead speaks for itself when it is applied.
      const known = database.generation === state.generation && withEcosystems(state.advisories, ecosystems, database);
      if (known) await writeAdvisoryState(store, { generation: state.generation, advisories: known });
      const unsettled = new Unsettled();
      unsettled.touch(
        await this.#evaluatePackages(work, new Map(fresh.map((id) => [id, changed.get(id) ?? new Set()])), true),
      );
      const images = await addImageRows(store, records, ids, work.at);
      await linkContainers(store, images);
      unsettled.touch(await this.#evaluateImages(work, images, () => true));
      unsettled.touch({ packages: fresh, images });
      for (const id of images) unsettled.placed.add(id);
      await settle(work, unsettled);
    });
  }

  async removeImages(digests: readonly string[]): Promise<void> {
    await this.#turn(async (turn) => {
      const work = await this.#begin(turn, 'images', { removed: digests });
      if (!(await deleteImages(work.store, digests, work))) return;
      await deleteUnusedClasses(work.store);
      await settle(work, new Unsettled());
    });
  }

  async setContainers(cluster: string, change: ContainerChange): Promise<void> {
    await this.#turn(async (turn) => {
      const work = await this.#begin(turn, 'containers', { cluster });
      const unsettled = new Unsettled();
      for (const id of await writeContainers(work.store, cluster, change)) unsettled.placed.add(id);
      await settle(work, unsettled);
    });
  }

  async applyAdvisories(): Promise<void> {
    await this.#turn(async (turn) => {
      const { store, state } = turn;
      const database = this.#options.advisories();
      if (database.generation <= state.generation) return;
      const delta = database.delta(state.generation);
      const covered = await newlyCovered(store, state.advisories, database);
      const advisories = advisoryState(database, covered.covered);
      const detail = { from: state.generation, to: database.generation };
      const work = { ...(await this.#begin(turn, 'advisories', detail)), advisories };
      await writeAdvisoryState(store, { generation: database.generation, advisories });
      const touched = new Set([...(await packagesTouched(store, delta)), ...covered.packages]);
      const rematched = await rematch(store, [...touched], database, work.at);
      const unsettled = await this.#afterMatching(work, rematched);
      const aged = state.advisories.asOf !== advisories.asOf || state.advisories.starter !== advisories.starter;
      if (aged) unsettled.touch(await this.#afterAging(work));
      await settle(work, unsettled);
    });
  }

  async changePolicySet(set: PolicySet): Promise<void> {
    await this.#turn(async (turn) => {
      const { store } = turn;
      const before = await this.#policies(turn);
      const content = JSON.parse(JSON.stringify(set)) as PolicySet;
      await writePolicySet(store, { digest: set.digest, content, since: turn.at });
      const state = await readFleetState(store);
      const work = await this.#begin({ ...turn, state }, 'policies', { profile: set.profile, digest: set.digest });
      const known = new Set(before.map(({ id }) => id));
      await resolvePolicies(store, work.policies.map(({ id }) => id), work); // prettier-ignore
      const unsettled = new Unsettled();
      for (const policy of work.policies) if (!known.has(policy.id)) unsettled.touch(await evaluateOnAll(work, policy));
      await this.#classAnew(work, unsettled, { weighAll: true });
      await settle(work, unsettled);
      await deleteUnusedClasses(store);
    });
  }

  async changeExceptions(exceptions: readonly PolicyException[]): Promise<void> {
    await this.#turn(async (turn) => {
      await writeExceptions(turn.store, exceptions);
      const state = { ...turn.state, exceptions };
      const work = await this.#begin({ ...turn, state }, 'exceptions', { exceptions: exceptions.length });
      const unsettled = new Unsettled();
      await this.#classAnew(work, unsettled, { weighAll: false });
      await settle(work, unsettled);
      await deleteUnusedClasses(turn.store);
    });
  }

  async tick(): Promise<Date | undefined> {
    return this.#turn(async (turn) => {
      const { store, state, at } = turn;
      const due = new Map((await subjectsDue(store, at)).map((one) => [one.policyId, one]));
      const later = async (): Promise<Date | undefined> => {
        const ends = [await nextDue(store), nextEnd(state.exceptions as readonly PolicyException[], at)];
        return ends.filter((end) => end !== undefined).toSorted((a, b) => a.getTime() - b.getTime())[0];
      };
      if (due.size === 0 && state.exceptions.length === 0) return later();
      const work = await this.#begin(turn, 'clock', { at: at.toISOString() });
      const unsettled = new Unsettled();
      for (const policy of work.policies) {
        const { packages, images } = due.get(policy.id) ?? { packages: [], images: [] };
        if (images.length > 0) unsettled.touch(await evaluateOnImages(work, policy, images));
        if (packages.length > 0) unsettled.touch(await evaluateOnPackages(work, [{ policy, packages }]));
      }
      // Exceptions end by themselves.
      unsettled.exceptions = work.exceptions.length > 0;
      await settle(work, unsettled);
      return later();
    });
  }

  async sweep(): Promise<number> {
    return this.#turn(async (turn) => {
      const { store, state } = turn;
      const database = this.#databaseAt(state);
      // One that is ahead would find what is not the fleet's to know yet.
      if (database.generation > state.generation) return 0;
      const behind: number[] = [];
      for (const generation of await generationsBefore(store, state.generation)) {
        const touched = await packagesTouched(store, database.delta(generation));
        behind.push(...(await packagesMatchedAt(store, generation, touched)));
      }
      await raiseGenerations(store, state.generation);
      // Most of them were matched since, without any difference: what differs now was behind.
      const rematched = await rematch(store, behind, database, turn.at);
      if (rematched.changed.size === 0) return 0;
      const work = await this.#begin(turn, 'sweep', { packages: rematched.changed.size });
      await settle(work, await this.#afterMatching(work, rematched));
      return rematched.changed.size;
    });
  }

  /** Runs an operation when it is its turn, whole or not at all. */
  #turn<T>(operation: (turn: Turn) => Promise<T>): Promise<T> {
    const { store, clock } = this.#options;
    return store.database.transaction().execute(async (transaction) => {
      await lockFleet(transaction);
      return operation({ store: transaction, state: await readFleetState(transaction), at: clock.now() });
    });
  }

  async #begin(turn: Turn, kind: string, detail: unknown): Promise<Work> {
    const { store, state, at } = turn;
    return {
      store,
      at,
      change: await beginChange(store, kind, detail, at),
      policies: await this.#policies(turn),
      exceptions: state.exceptions as readonly PolicyException[],
      advisories: state.advisories,
      maxAge: this.#options.maxAge ?? DAY,
    };
  }

  async #policies({ store, state }: Turn): Promise<readonly ActivePolicy[]> {
    const { policySet } = state;
    if (!policySet) return [];
    // A set is compiled once, however often it is read.
    if (this.#set?.id !== policySet.id) this.#set = { id: policySet.id, set: policySet.content as PolicySet };
    return activePolicies(store, this.#set.set, this.#options.providers ?? []);
  }

  /** A database at least as new as what the fleet stands at: what another process committed in between counts. */
  #databaseAt({ generation }: FleetState): AdvisoryDatabase {
    const database = this.#options.advisories();
    if (database.generation >= generation) return database;
    throw fleetErrors.create('fleet/advisories-behind', {
      attempted: 'match against',
      on: `generation ${database.generation}`,
      why: `the fleet stands at generation ${generation}`,
    });
  }

  async #afterMatching(work: Work, { changed, recounted }: Rematched): Promise<Unsettled> {
    const unsettled = new Unsettled();
    const images = await sumCounts(work.store, recounted);
    unsettled.touch(await this.#evaluatePackages(work, changed, false));
    unsettled.touch(await this.#evaluateImages(work, images, ({ image }) => image?.moves === true));
    // An exception until a fix exists looks at the finding itself.
    for (const id of changed.keys()) unsettled.packages.add(id);
    return unsettled;
  }

  /** Policies that read the age of advisories, on everything. */
  async #afterAging(work: Work): Promise<Parameters<Unsettled['touch']>[0]> {
    const unsettled = new Unsettled();
    for (const policy of work.policies)
      if (policy.image?.advisories) unsettled.touch(await evaluateOnAll(work, policy));
    return { packages: [...unsettled.packages], images: [...unsettled.images] };
  }

  /** Policies on packages that read what changed there. Policies that read images too wait for the images of new packages. */
  #evaluatePackages(
    work: Work,
    changed: ReadonlyMap<number, ReadonlySet<string>>,
    isNew: boolean,
  ): ReturnType<typeof evaluateOnPackages> {
    const wanted = work.policies.flatMap((policy) => {
      if (policy.kind === 'image' || (isNew && policy.image)) return [];
      const packages = [...changed].filter(([, facts]) => isNew || readsAny(policy, facts)).map(([id]) => id);
      return packages.length > 0 ? [{ policy, packages }] : [];
    });
    return evaluateOnPackages(work, wanted);
  }

  async #evaluateImages(
    work: Work,
    images: readonly number[],
    concerns: (policy: ActivePolicy) => boolean,
  ): Promise<Parameters<Unsettled['touch']>[0]> {
    const unsettled = new Unsettled();
    for (const policy of images.length > 0 ? work.policies : []) {
      if (!concerns(policy)) continue;
      if (policy.kind === 'image') unsettled.touch(await evaluateOnImages(work, policy, images));
      else if (policy.image) unsettled.touch(await evaluateInImages(work, policy, { images }));
    }
    return { packages: [...unsettled.packages], images: [...unsettled.images] };
  }

  /** Makes all classes anew: scopes, parameters or exceptions are others. */
  async #classAnew(work: Work, unsettled: Unsettled, { weighAll }: { readonly weighAll: boolean }): Promise<void> {
    const pairs = await allPlacements(work.store);
    const images = [...new Set(pairs.map(({ imageId }) => imageId))];
    const { placed } = await classify(work, pairs, images);
    for (const id of weighAll ? images : placed) unsettled.images.add(id);
    unsettled.exceptions = true;
  }
}

/** Whether a policy reads any of the facts that changed on a package. */
function readsAny({ kind, reads }: ActivePolicy, facts: ReadonlySet<string>): boolean {
  if (kind === 'package') return facts.has(ASSESSED) && (reads.has('assessed') || reads.has('*'));
  return facts.has(FINDINGS) || reads.has('*') || [...facts].some((fact) => reads.has(fact));
}
