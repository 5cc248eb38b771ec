import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey, openAdvisoryDatabase, publishAdvisories, updateAdvisories } from '@pratique/advisories';
import type { Budgets } from '../budget.ts';

const MB = 1e6;
/** A day's delta may be this share of the base. */
const DELTA_SHARE = 0.01;
const LOOKUPS = 200_000;

function sizeOf(folder: string, prefix: string): number {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Keys that are in the database, and as many that are not: both are asked for in real scans. */
function lookupsPerSecond(path: string): number {
  const database = openAdvisoryDatabase(path, { readOnly: true });
  const names = [
    'musl',
    'openssl',
    'lodash',
    'requests',
    'django',
    'stdlib',
    'rails',
    'nokogiri',
    'bind-libs',
    'kernel',
  ];
  const ecosystems = ['Alpine:v3.7', 'PyPI', 'npm', 'Go', 'RubyGems', 'AlmaLinux:9', 'Debian:11'];
  const started = performance.now();
  for (let i = 0; i < LOOKUPS; i++) {
    const name = names[i % names.length] as string;
    database.lookup(ecosystems[i % ecosystems.length] as string, i % 2 === 0 ? name : `${name}-${i}`);
  }
  const seconds = (performance.now() - started) / 1000;
  database.close();
  return LOOKUPS / seconds;
}

/** What a day brings: every hundredth KEV entry is taken away again, as if it had not been published yet. */
function dayBefore(feeds: string, folder: string): void {
  mkdirSync(join(folder, 'kev'), { recursive: true });
  for (const name of ['osv', 'alpine-secdb', 'debian', 'eol', 'nodejs', 'kubernetes', 'epss', 'vex']) {
    cpSync(join(feeds, name), join(folder, name), { recursive: true });
  }
  const kev = 'kev/known_exploited_vulnerabilities.json';
  const document = JSON.parse(readFileSync(join(feeds, kev), 'utf8')) as { vulnerabilities: unknown[] };
  document.vulnerabilities = document.vulnerabilities.filter((_, i) => i % 100 !== 0);
  writeFileSync(join(folder, kev), JSON.stringify(document));
  const secdb = JSON.parse(readFileSync(join(feeds, 'alpine-secdb/v3.11/main.json'), 'utf8')) as {
    packages: unknown[];
  };
  secdb.packages = secdb.packages.filter((_, i) => i % 10 !== 0);
  writeFileSync(join(folder, 'alpine-secdb/v3.11/main.json'), JSON.stringify(secdb));
}

/** Builds the database over all feeds and publishes a day's delta. Leaves the database in the data folder. */
export async function benchDatabase(feeds: string, data: string, budgets: Budgets): Promise<void> {
  const databasePath = join(data, 'advisories', 'advisories.db');
  const yesterday = join(data, 'yesterday');
  const published = join(data, 'published');
  const { privateKey } = generateSigningKey();
  dayBefore(feeds, yesterday);
  const build = await updateAdvisories({ databasePath, origins: [yesterday] });
  budgets.print(
    'advisory database: build',
    build.duration / 1000,
    's',
    `${build.feeds.reduce((sum, { records }) => sum + records, 0)} records`,
  );
  budgets.print('advisory database: size', sizeOf(join(data, 'advisories'), 'advisories.db') / MB, 'MB');
  await publishAdvisories({ databasePath, folder: published, privateKey });
  const refresh = await updateAdvisories({ databasePath, origins: [feeds] });
  budgets.print('advisory database: refresh of everything', refresh.duration / 1000, 's');
  await publishAdvisories({ databasePath, folder: published, privateKey });
  const base = sizeOf(published, 'base-');
  const delta = sizeOf(published, 'delta-');
  budgets.print('published base', base / MB, 'MB');
  budgets.atMost("a day's delta ÷ base", delta / base, DELTA_SHARE, '×', `${delta} bytes`);
  budgets.print('lookups per second', lookupsPerSecond(databasePath), '/s');
  rmSync(yesterday, { recursive: true });
  rmSync(published, { recursive: true });
}
