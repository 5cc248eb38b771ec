import { jsonText, printable, systemClock } from '@pratique/foundation';
import type { AdvisoryDatabase, FeedStatus } from '@pratique/model';
import { DEFAULT_MAX_AGE, isStale, summarizeDatabase } from '@pratique/scan';
import { columns, fewOf } from '../cli/columns.ts';
import { type Invocation, textOption } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openDatabase } from './open-database.ts';

const COVERED_SHOWN = 3;

function minutes(instant: string | undefined): string {
  return instant === undefined ? '-' : instant.slice(0, 16).replace('T', ' ');
}

interface FeedLine extends FeedStatus {
  readonly stale: boolean;
}

function table(feeds: readonly FeedLine[]): string {
  const head = ['FEED', 'RECORDS', 'REJECTED', 'NEWEST RECORD', 'FETCHED (UTC)', 'STATE', 'COVERS'];
  const rows = feeds.map(({ feed, records, rejected, newestRecord, fetchedAt, stale, covers }) => [
    printable(feed),
    String(records),
    String(rejected),
    minutes(newestRecord),
    minutes(fetchedAt),
    stale ? 'STALE' : 'fresh',
    covers.length === 0 ? '-' : printable(fewOf(covers, COVERED_SHOWN)),
  ]);
  return columns([head, ...rows]);
}

function closing(database: AdvisoryDatabase): string {
  const { asOf, stale, starter, generation } = summarizeDatabase(database, systemClock.now(), DEFAULT_MAX_AGE);
  if (starter)
    return 'Only the starter set that ships with Pratique, which covers nothing: run `pratique advisories update`.';
  const hint = stale ? ' STALE: run `pratique advisories update`.' : '';
  return `Generation ${generation}, advisories as of ${minutes(asOf)} UTC.${hint}`;
}

/** `pratique advisories status`. */
export async function run({ options }: Invocation): Promise<ExitCode> {
  const database = openDatabase();
  try {
    const now = systemClock.now();
    const feeds = database
      .feeds()
      .map((feed): FeedLine => Object.assign({ stale: isStale(feed.fetchedAt, now, DEFAULT_MAX_AGE) }, feed));
    const json = textOption(options, 'format') === 'json';
    const text = json ? jsonText({ generation: database.generation, feeds }) : `${table(feeds)}${closing(database)}\n`;
    await writeOutput(undefined, text);
    return exitCodes.done;
  } finally {
    database.close();
  }
}
