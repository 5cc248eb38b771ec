/**
 * `npm run bench -- scan`: cold scans against their floor, a scan of a known image, start of the program, and the advisory
 * database. `--quick` leaves out the large image. The images and advisories are those that PRATIQUE_TEST_DATA names.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Budgets } from '../budget.ts';
import { calibrate } from '../calibration.ts';
import { compare, runNode } from '../measure.ts';
import { benchDatabase } from './database.ts';
import { layersOf } from './layers-of.ts';

const root = dirname(dirname(import.meta.dirname));
const program = join(root, 'dist/pratique');
const MiB = 1024 * 1024;
/** The same number of layers at once as the scan reads (packages/inventory). */
const WIDTH = Math.max(2, Math.min(4, availableParallelism()));

/** Budgets of docs/ARCHITECTURE.md. */
const COLD_RATIO = 1.3;
const MEMORY = 256;
const AGAIN = 50;
const START_RATIO = 1.3;
/**
 * Beside what the floor does, a cold scan loads the program, as a scan of a known image does, and runs code of inventory and
 * matching for the first time. Milliseconds above the ratio (docs/decisions/0013); in a larger image neither counts.
 */
const FIRST_RUN = 75;
const SMALL = 512 * MiB;

interface Case {
  readonly title: string;
  readonly target: string;
  readonly archive: string;
  readonly runs: number;
}

function bigImage(): string {
  const folder = join(root, 'node_modules/.cache/pratique-bench');
  const path = join(folder, 'big-1.oci.tar');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  console.log('making the large image…');
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'big-image.ts'), `${path}.part`], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the large image could not be made');
  renameSync(`${path}.part`, path);
  return path;
}

function casesOf(images: string, quick: boolean): Case[] {
  const shared = [
    ['debian-12-family.oci.tar', ':reports-api-1.0'],
    ['java-app.oci.tar', ''],
    ['distroless-go.oci.tar', ':lefthook-1.6.1'],
  ].map(([file = '', reference = '']) => {
    const archive = join(images, file);
    return { title: file, target: `oci-archive:${archive}${reference}`, archive, runs: 15 };
  });
  if (quick) return shared;
  const archive = bigImage();
  return [...shared, { title: 'large image', target: `oci-archive:${archive}`, archive, runs: 3 }];
}

async function benchCold(one: Case, scratch: string, budgets: Budgets): Promise<void> {
  const { blobs, files, unpackedBytes } = await layersOf(
    one.target,
    readFileSync(one.archive),
    join(scratch, one.title),
  );
  const env = { PRATIQUE_DATA: join(scratch, 'data') };
  const before = calibrate();
  const { a: floor, b: scan } = compare(
    one.runs,
    () => runNode([join(import.meta.dirname, 'floor.ts'), String(WIDTH), ...blobs]),
    () =>
      runNode([program, 'scan', one.target, '--no-cache', '--format', 'json', '-o', join(scratch, 'out.json')], env),
  );
  // The best of the runs was had at the quieter moment.
  const factor = Math.min(before, calibrate());
  const facts = `${(unpackedBytes / MiB).toFixed(0)} MiB, ${files} files; floor ${floor.wall.toFixed(0)} ms, scan ${scan.wall.toFixed(0)} ms`;
  const allowance = unpackedBytes < SMALL ? ((AGAIN + FIRST_RUN) * factor) / floor.wall : 0;
  budgets.atMost(`${one.title}: cold scan ÷ floor`, scan.wall / floor.wall, COLD_RATIO + allowance, '×', facts);
  budgets.atMost(`${one.title}: peak memory`, scan.memory / MiB, MEMORY, 'MiB');
  rmSync(join(scratch, one.title), { recursive: true });
}

function benchStart(images: string, scratch: string, budgets: Budgets): void {
  const bare = (): ReturnType<typeof runNode> => runNode(['-e', '0'], {}, false);
  const version = compare(15, bare, () => runNode([program, '--version'], {}, false));
  budgets.atMost(
    'pratique --version ÷ bare Node',
    version.b.wall / version.a.wall,
    START_RATIO,
    '×',
    `${version.b.wall.toFixed(0)} ms`,
  );
  const target = `oci-archive:${join(images, 'node-app.oci.tar')}`;
  const env = { PRATIQUE_DATA: join(scratch, 'data') };
  const again = (): ReturnType<typeof runNode> =>
    runNode([program, 'scan', target, '--format', 'table', '-o', join(scratch, 'again.txt')], env, false);
  const before = calibrate();
  const known = compare(15, bare, again);
  const factor = Math.min(before, calibrate());
  budgets.atMost(
    'scan of a known image − bare Node',
    known.b.wall - known.a.wall,
    AGAIN * factor,
    'ms',
    `${known.b.wall.toFixed(0)} ms in all`,
  );
}

/** Runs the benchmark; false where a budget is exceeded. */
export async function run(args: readonly string[]): Promise<boolean> {
  const data = process.env['PRATIQUE_TEST_DATA'];
  if (!data || !existsSync(join(data, 'images'))) throw new Error('set PRATIQUE_TEST_DATA to the folder of test data');
  const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('the program could not be built');
  const scratch = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  const budgets = new Budgets();
  try {
    await benchDatabase(join(data, 'feeds'), join(scratch, 'data'), budgets);
    benchStart(join(data, 'images'), scratch, budgets);
    for (const one of casesOf(join(data, 'images'), args.includes('--quick'))) await benchCold(one, scratch, budgets);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return budgets.within;
}
