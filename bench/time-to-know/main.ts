/**
 * From an advisory delta at hand to every affected container readable over another connection, on a synthetic fleet:
 * `npm run bench -- time-to-know [--images N] [--containers N]`.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixedClock } from '@pratique/foundation';
import { type Fleet, openFleet } from '@pratique/fleet';
import { matchPackages } from '@pratique/matching';
import type { PolicyException } from '@pratique/model';
import { judge, type PolicySet, scanSubjects, selectProfile } from '@pratique/policy';
import { openStore, startEmbeddedPostgres, type Store } from '@pratique/store';
import { sql } from 'kysely';
import { builtInObjects } from '../../apps/pratique/src/policies/built-in.ts';
import { Budgets } from '../budget.ts';
import { calibrate } from '../calibration.ts';
import { type Disclosure, SyntheticAdvisories } from './synthetic-advisories.ts';
import { SyntheticFleet } from './synthetic-fleet.ts';

const AT = new Date('2026-11-21T00:00:00Z');
const BATCH = 200;
const CLUSTERS = 4;
const EXCEPTIONS = 200;
/** Images that the polling way is measured on; it goes on in proportion. */
const POLLED = 200;
/** Seconds: 1% of 100,000 images; 80% of them. */
const SMALL = 0.3;
const LARGE = { seconds: 3, images: 80_000 };
const KB = 1024;
/** The size that the budget of storage is stated for. */
const FULL_SIZE = 100_000;
const STORAGE_KB = 10;

const disclosures: readonly Disclosure[] = [
  { share: 0.01, keys: 1 },
  { share: 0.01, keys: 100 },
  { share: 0.01, keys: 5000 },
  { share: 0.8, keys: 1 },
  { share: 0.8, keys: 100 },
  { share: 0.8, keys: 5000 },
];

/** Exceptions of repositories for flaws that they do not all have: they make classes of their own. */
function exceptions(): PolicyException[] {
  return Array.from({ length: EXCEPTIONS }, (_, n) => ({
    name: `later-${n}`,
    policy: '*',
    vulnerability: `CVE-2026-${10_001 + (n % 10)}`,
    repository: `team-${(n + 2) % 50}/app-${n + 2}`,
    scope: n % 10 === 0 ? { clusters: [`cluster-${n % CLUSTERS}`] } : {},
    owner: 'team',
    reason: 'planned',
    requestedBy: 'requester@example.com',
    approvedBy: 'approver@example.com',
    expires: '2027-12-31',
  }));
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const started = process.hrtime.bigint();
  const result = await work();
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, result };
}

/** What a reader wants to know first: how many images and containers run noncompliant, and the first page of them. */
async function affected({ database }: Store): Promise<{ readonly images: number; readonly containers: number }> {
  const { rows } = await sql<{ images: number; containers: number }>`
    SELECT count(DISTINCT p.image_id)::int4 AS images, coalesce(sum(p.containers), 0)::int4 AS containers
    FROM compliance c JOIN image_placement p USING (image_id, class_id)
    WHERE c.level = 2 AND p.containers > 0`.execute(database);
  await sql`SELECT u.uid, u.name, i.name AS image FROM compliance c JOIN image_placement p USING (image_id, class_id)
    JOIN container u ON u.image_id = p.image_id AND u.placement_id = p.placement_id JOIN image i ON i.id = p.image_id
    WHERE c.level = 2 ORDER BY c.image_id, c.class_id LIMIT 100`.execute(database);
  return rows[0] ?? { images: 0, containers: 0 };
}

/** Megabytes per table with its indexes, largest first; SBOM blobs lie apart. */
async function sizes({ database }: Store): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    SELECT c.relname AS name, (pg_table_size(c.oid) + pg_indexes_size(c.oid)
      - CASE c.relname WHEN 'image' THEN (SELECT coalesce(sum(length(sbom)), 0) FROM image) ELSE 0 END)::int8 AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 2 DESC`.execute(database);
  return rows;
}

async function load(fleet: Fleet, synthetic: SyntheticFleet, containers: number): Promise<void> {
  for (let from = 0; from < synthetic.images; from += BATCH) {
    const many = Math.min(BATCH, synthetic.images - from);
    await fleet.addImages(Array.from({ length: many }, (_, n) => synthetic.sbom(from + n)));
  }
  for (let cluster = 0; cluster < CLUSTERS; cluster++)
    await fleet.setContainers(`cluster-${cluster}`, {
      snapshot: synthetic.containers(cluster, CLUSTERS, containers),
    });
}

/** Matches and judges every image again, as scanners do that keep no verdicts. Seconds for the whole fleet. */
async function polling(synthetic: SyntheticFleet, advisories: SyntheticAdvisories, set: PolicySet): Promise<number> {
  const { database } = advisories;
  const many = Math.min(POLLED, synthetic.images);
  const step = Math.floor(synthetic.images / many);
  const sboms = Array.from({ length: many }, (_, n) => synthetic.sbom(n * step));
  const summary = { generation: database.generation, stale: false, starter: false, feeds: database.feeds() };
  const { seconds } = await timed(async () => {
    for (const sbom of sboms) {
      const matched = matchPackages({ sbom, database, clock: fixedClock(AT) });
      judge(set, scanSubjects({ sbom, ...matched, database: summary, scannedAt: AT.toISOString() }), {
        stage: 'deploy',
        at: AT,
      });
    }
  });
  return (seconds / many) * synthetic.images;
}

async function measure(
  store: Store,
  reader: Store,
  budgets: Budgets,
  images: number,
  containers: number,
): Promise<void> {
  const factor = calibrate();
  const synthetic = new SyntheticFleet(images);
  const advisories = new SyntheticAdvisories(AT);
  const fleet = openFleet({ store, advisories: () => advisories.database, clock: fixedClock(AT) });
  const set = selectProfile(await builtInObjects(), { profile: 'recommended' });
  await fleet.applyAdvisories();
  await fleet.changePolicySet(set);
  await fleet.changeExceptions(exceptions());
  const loading = await timed(() => load(fleet, synthetic, containers));
  budgets.print('loading the fleet', loading.seconds, 's');
  await sql`VACUUM ANALYZE`.execute(store.database);
  const { rows } = await sql<{
    classes: number;
    relations: number;
    members: number;
    packages: number;
    sets: number;
  }>`SELECT
    (SELECT count(*) FROM scope_class)::int4 AS classes, (SELECT sum(packages) FROM image)::int8 AS relations,
    (SELECT count(*) FROM package_set_member)::int8 AS members, (SELECT count(*) FROM package)::int8 AS packages,
    (SELECT count(*) FROM package_set)::int8 AS sets`.execute(reader.database);
  for (const [name, value] of Object.entries(rows[0] ?? {})) budgets.print(name, value, '');
  const before = await affected(reader);
  if (before.images > 0) throw new Error(`${before.images} images are noncompliant before anything is disclosed`);
  const tables = await sizes(reader);
  for (const { name, bytes } of tables.slice(0, 6)) budgets.print(`  table ${name}`, bytes / KB / KB, 'MB');
  const all = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  // The long tail of packages weighs on few images more than on many.
  if (images < FULL_SIZE) budgets.print('storage per image, SBOMs apart', all / KB / images, 'KB');
  else budgets.atMost('storage per image, SBOMs apart', all / KB / images, STORAGE_KB, 'KB');
  const polled = await polling(synthetic, advisories, set);
  budgets.print('polling: matching and judging every image again', polled, 's');

  for (const disclosure of disclosures) {
    advisories.disclose(disclosure);
    const { seconds, result } = await timed(async () => {
      await fleet.applyAdvisories();
      return affected(reader);
    });
    const what = `time to know, ${disclosure.share * 100}% of images, ${disclosure.keys} keys`;
    const budget = Math.max(SMALL, (LARGE.seconds * images * disclosure.share) / LARGE.images) * factor;
    const note = `${result.images} images, ${result.containers} containers; polling takes ${(polled / seconds).toFixed(0)} times as long`;
    budgets.atMost(what, seconds, budget, 's', note);
    if (result.images === 0) throw new Error('no image is noncompliant after the disclosure');
    await withdraw(fleet, advisories);
  }
  budgets.print('memory at the end', process.memoryUsage().rss / KB / KB, 'MB');
}

/** Takes the last disclosure back, so that the next one begins where it did. */
async function withdraw(fleet: Fleet, advisories: SyntheticAdvisories): Promise<void> {
  advisories.withdraw();
  await fleet.applyAdvisories();
}

export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { images: { type: 'string', default: '1000' }, containers: { type: 'string' } },
  });
  const images = Number(values.images);
  const containers = Number(values.containers ?? images * 10);
  const folder = mkdtempSync(join(tmpdir(), 'pratique-time-to-know-'));
  chmodSync(folder, 0o755);
  const budgets = new Budgets();
  const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres') });
  const store = await openStore({ connectionString: postgres.connectionString, statementTimeout: 0 });
  const reader = await openStore({ connectionString: postgres.connectionString, statementTimeout: 0 });
  try {
    await store.migrate();
    await measure(store, reader, budgets, images, containers);
  } finally {
    await store.close();
    await reader.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return budgets.within;
}
