import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openAdvisoryDatabase, updateAdvisories } from '@pratique/advisories';
import { fixedClock } from '@pratique/foundation';
import type { AdvisoryDatabase } from '@pratique/model';

/** When the findings are judged: support that ends later is not over yet. */
export const clock = fixedClock('2026-11-21T00:00:00Z');

/** A database in a temporary folder. */
export interface TestDatabase {
  readonly database: AdvisoryDatabase;
  /** Data folder of a program that is to use it. */
  readonly dataFolder: string;
  remove(): Promise<void>;
}

/** Feeds that the README of the feeds calls samples: what they do not name is not known to be clean. */
const samples = [
  ...['npm', 'Maven', 'NuGet', 'Hex', 'Pub', 'Debian', 'Alpine', 'Ubuntu', 'Rocky Linux', 'SwiftURL'].map((name) => `osv/${name}`),
  'debian-tracker/sample',
]; // prettier-ignore

async function build(origin: (temporary: string) => Promise<string>, feeds?: readonly string[]): Promise<TestDatabase> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'pratique-database-'));
  const databasePath = join(dataFolder, 'advisories', 'advisories.db');
  await mkdir(dirname(databasePath));
  await updateAdvisories({ databasePath, origins: [await origin(dataFolder)], feeds, samples, clock });
  const database = openAdvisoryDatabase(databasePath);
  return {
    database,
    dataFolder,
    async remove() {
      database.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Of one feed of the test data alone, by its path there: the publisher's layout with nothing else in it. */
export function databaseOf(folder: string, path: string): Promise<TestDatabase> {
  return build(async (temporary) => {
    const origin = join(temporary, 'feeds');
    await cp(join(folder, 'feeds', path), join(origin, path), { recursive: true });
    return origin;
  });
}

/** Of every feed but EPSS scores, which change no finding and are most of the work. */
export function databaseOfAll(folder: string): Promise<TestDatabase> {
  const feeds = ['osv', 'debian-tracker', 'debian-elts', 'alpine-secdb', 'nodejs-core', 'kubernetes', 'kev', 'end-of-life', 'vex']; // prettier-ignore
  return build(async () => join(folder, 'feeds'), feeds);
}
