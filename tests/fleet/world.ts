import type { AdvisoryDatabase, FeedRecord, PolicyException, Sbom } from '@pratique/model';
import { type Fleet, openFleet, type Recomputed, recompute } from '@pratique/fleet';
import { type Placement, type PolicySet, selectProfile } from '@pratique/policy';
import type { ContainerReport, Store } from '@pratique/store';
import { buildAdvisory, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { expect } from 'vitest';
import type { Change, ChangeOf, RandomContainer, RandomImage } from './changes.ts';
import { clusters, digestOf, distributions, keys, objects, packages } from './universe.ts';

const START = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 60 * 60 * 1000;
const MAX_AGE = 48 * HOUR;

/** The world as the naive recomputation sees it, and the fleet beside it. */
export class World {
  at = START;
  generation = 1;
  readonly images = new Map<string, Sbom>();
  readonly advisories = new Map<string, FeedRecord>();
  readonly exploited = new Set<string>();
  readonly epss = new Map<string, number>();
  covers: readonly string[] = ['Debian:12', 'npm'];
  fetched = START;
  readonly log: { generation: number; packages: { ecosystem: string; name: string }[]; vulnerabilities: string[] }[] =
    [];
  readonly running = new Map<string, Map<string, ContainerReport>>(clusters.map((name) => [name, new Map()]));
  set: PolicySet = selectProfile(objects, { profile: 'base' });
  exceptions: readonly PolicyException[] = [];
  readonly store: Store;
  readonly fleet: Fleet;

  constructor(store: Store) {
    this.store = store;
    this.fleet = openFleet({
      store,
      advisories: () => this.database(),
      clock: { now: () => new Date(this.at) },
      maxAge: MAX_AGE,
    });
  }

  database(): AdvisoryDatabase {
    const records: FeedRecord[] = [...this.advisories.values()];
    const memory = memoryAdvisoryDatabase({
      records,
      covers: this.covers,
      generation: this.generation,
      feeds: [
        {
          feed: 'osv/test',
          records: 1,
          fetchedAt: new Date(this.fetched).toISOString(),
          origin: '',
          covers: [],
          rejected: 0,
        },
      ],
    });
    return {
      ...memory,
      knownExploited: (id) =>
        this.exploited.has(id) ? { vulnerability: id, dateAdded: '2026-01-01', ransomware: false } : undefined,
      epss: (id) => {
        const score = this.epss.get(id);
        return score === undefined ? undefined : { vulnerability: id, score, percentile: 0.5 };
      },
      delta: (from) => {
        const since = this.log.filter(({ generation }) => generation > from);
        const all = {
          packages: since.flatMap((one) => one.packages),
          vulnerabilities: since.flatMap((one) => one.vulnerabilities),
        };
        return { from, to: this.generation, ...all, lifecycles: [] };
      },
    };
  }

  async refresh(packages: { ecosystem: string; name: string }[], touched: string[]): Promise<void> {
    this.generation += 1;
    this.fetched = this.at;
    this.log.push({ generation: this.generation, packages, vulnerabilities: touched });
    await this.fleet.applyAdvisories();
  }

  /** Makes one change, in the fleet and beside it. */
  apply(step: Change): Promise<void> {
    switch (step.kind) {
      case 'add':
        return this.#add(step);
      case 'remove':
        return this.#remove(step);
      case 'advisories':
        return this.#advisories(step);
      case 'exploited':
        return this.#exploited(step);
      case 'covers':
        return this.#covers(step);
      case 'containers':
        return this.#containers(step);
      case 'policies':
        return this.#policies(step);
      case 'exceptions':
        return this.#exceptions(step);
      case 'clock':
        return this.#clock(step);
    }
  }

  async #add(step: ChangeOf<'add'>): Promise<void> {
    const sboms = step.images.map((one) => this.sbom(one));
    for (const sbom of sboms) {
      const digest = sbom.subject.image?.manifestDigest ?? '';
      if (!this.images.has(digest)) this.images.set(digest, sbom);
    }
    return this.fleet.addImages(sboms);
  }

  async #remove(step: ChangeOf<'remove'>): Promise<void> {
    this.images.delete(digestOf(step.image));
    return this.fleet.removeImages([digestOf(step.image)]);
  }

  async #advisories(step: ChangeOf<'advisories'>): Promise<void> {
    const before = [...this.advisories.keys()];
    const withdrawn = step.withdrawn.flatMap((index) => before[index] ?? []);
    const touched = withdrawn.map((key) => this.advisories.get(key));
    for (const key of withdrawn) this.advisories.delete(key);
    for (const one of step.put) {
      const [ecosystem, name, scheme] = keys[one.key] ?? keys[0];
      const fixAvailableSince = new Date(this.at - one.daysAgo * 24 * HOUR).toISOString();
      const id = `${one.id}-${ecosystem}-${name}`;
      const entry = { ecosystem, name, scheme, ...(one.fixed !== '' && { fixed: one.fixed, fixAvailableSince }) };
      const cwes = ['CWE-1', 'CWE-2'].slice(0, one.cwes);
      const record = buildAdvisory({ id, aliases: [one.id], severity: one.severity, cwes }, entry);
      touched.push(this.advisories.get(id), record);
      this.advisories.set(id, record);
    }
    const records = touched.flatMap((record) => (record?.kind === 'advisory' ? [record] : []));
    return this.refresh(
      records.flatMap(({ entries }) => entries.map(({ ecosystem, name }) => ({ ecosystem, name }))),
      records.flatMap((record) => [record.advisory.id, ...record.advisory.aliases]),
    );
  }

  async #exploited(step: ChangeOf<'exploited'>): Promise<void> {
    if (step.exploited) this.exploited.add(step.id);
    else this.exploited.delete(step.id);
    if (step.epss === undefined) this.epss.delete(step.id);
    else this.epss.set(step.id, step.epss);
    return this.refresh([], [step.id]);
  }

  async #covers(step: ChangeOf<'covers'>): Promise<void> {
    this.covers = step.covers;
    return this.refresh([], []);
  }

  async #containers(step: ChangeOf<'containers'>): Promise<void> {
    const running = this.running.get(step.cluster) ?? new Map<string, ContainerReport>();
    const reports = [...new Map(step.put.map((one) => [one.uid, this.report(one)])).values()];
    if (step.snapshot) running.clear();
    else for (const uid of step.removed) running.delete(`uid-${uid}`);
    for (const report of reports) running.set(report.uid, report);
    const removed = step.removed.map((uid) => `uid-${uid}`);
    return this.fleet.setContainers(step.cluster, step.snapshot ? { snapshot: reports } : { put: reports, removed });
  }

  async #policies(step: ChangeOf<'policies'>): Promise<void> {
    const parameters: Record<string, object> = {
      overdue: {
        parameters: { grace: step.grace },
        overrides: [{ scope: { clusters: ['test'] }, parameters: { grace: step.edge } }],
      },
      'too-many': { parameters: { most: step.most } },
    };
    const profile = { name: 'chosen', policies: step.names.map((name) => ({ name, ...parameters[name] })) };
    this.set = selectProfile({ ...objects, profiles: [profile] }, { profile: 'chosen' });
    return this.fleet.changePolicySet(this.set);
  }

  async #exceptions(step: ChangeOf<'exceptions'>): Promise<void> {
    this.exceptions = step.exceptions.map((one, index) => ({
      name: `e${index}`,
      policy: one.policy,
      ...(one.vulnerability !== '' && { vulnerability: one.vulnerability }),
      ...(one.repository !== '' && { repository: one.repository }),
      ...(one.image !== undefined && { digest: digestOf(one.image) }),
      scope: one.clusters.length > 0 ? { clusters: one.clusters } : {},
      owner: 'o',
      reason: 'r',
      requestedBy: 'a',
      ...(one.approved && { approvedBy: 'b' }),
      expires: one.expiresIn === 0 ? 'until-fixed' : new Date(this.at + one.expiresIn * HOUR).toISOString(),
    }));
    return this.fleet.changeExceptions(this.exceptions);
  }

  async #clock(step: ChangeOf<'clock'>): Promise<void> {
    this.at += step.hours * HOUR;
    const next = await this.fleet.tick();
    if (next) expect(next.getTime()).toBeGreaterThan(this.at);
  }

  private sbom(one: RandomImage): Sbom {
    const own = new Set(one.packages.flatMap((index) => packages[index] ?? []));
    const distribution = distributions[one.distribution];
    const config = {
      created: new Date(this.at - one.ageHours * HOUR).toISOString(),
      user: one.user,
      env: [], entrypoint: [], cmd: [], workingDir: '', exposedPorts: one.ssh ? ['22/tcp', '22/udp'] : [], volumes: [], labels: {},
      healthcheck: false, history: [], diffIds: [],
    }; // prettier-ignore
    return buildSbom([...own], {
      subject: {
        kind: 'image',
        name: `registry.example/${one.repository}:1`,
        config,
        image: {
          references: [`registry.example/${one.repository}:1`],
          manifestDigest: digestOf(one.number),
          configDigest: digestOf(one.number + 100),
          platform: { os: 'linux', architecture: 'amd64' },
        },
      },
      ...(distribution && { distribution }),
      unknowns: one.unread === 0 ? [{ code: 'unreadable', reason: 'x' }] : [],
    });
  }

  private report(one: RandomContainer): ContainerReport {
    return {
      uid: `uid-${one.uid}`,
      name: 'main',
      imageDigest: digestOf(one.byConfig ? one.image + 100 : one.image),
      namespace: one.namespace,
      ...(one.team !== '' && { team: one.team }),
      labels: one.labels,
      workload: { kind: 'Deployment', name: one.workload },
    };
  }

  expected(): Recomputed {
    const placements = new Map<string, Placement[]>();
    for (const [cluster, running] of this.running)
      for (const { imageDigest, namespace, team, labels } of running.values()) {
        const number = Number.parseInt(imageDigest.slice(-4), 16);
        const digest = digestOf(number >= 100 ? number - 100 : number);
        const placement = { cluster, namespace, ...(team !== undefined && { team }), labels };
        placements.set(digest, [...(placements.get(digest) ?? []), placement]);
      }
    const { set, exceptions, at } = this;
    const database = this.database();
    return recompute({ sboms: [...this.images.values()], database, set, exceptions, placements, at: new Date(at), maxAge: MAX_AGE }); // prettier-ignore
  }
}
