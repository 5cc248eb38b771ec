import { DEFAULT_MAX_AGE } from '@pratique/scan';
import { type Invocation, textOption } from '../cli/command.ts';
import { columns } from '../cli/columns.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openDatabase } from './open-database.ts';

function minutes(instant: string | undefined): string {
  return instant === undefined ? '' : instant.slice(0, 16).replace('T', ' ');
}

/** `pratique advisories status`. */
export async function run({ options }: Invocation): Promise<ExitCode> {
  const database = openDatabase();
  try {
    const isStale = (fetchedAt: string): boolean => Date.now() - Date.parse(fetchedAt) > DEFAULT_MAX_AGE;
    const feeds = database.feeds().map((feed) => Object.assign({ stale: isStale(feed.fetchedAt) }, feed));
    if (textOption(options, 'format') === 'json') {
      await writeOutput(undefined, `${JSON.stringify({ generation: database.generation, feeds }, null, 2)}\n`);
      return exitCodes.done;
    }
    const head = ['FEED', 'RECORDS', 'REJECTED', 'NEWEST RECORD', 'FETCHED (UTC)', 'STATE', 'COVERS'];
    const rows = feeds.map(({ feed, records, rejected, newestRecord, fetchedAt, stale, covers }) => [
      feed,
      String(records),
      String(rejected),
      minutes(newestRecord),
      minutes(fetchedAt),
      stale ? 'STALE' : 'fresh',
      covers.length > 3
        ? `${covers.slice(0, 3).join(', ')} and ${covers.length - 3} more`
        : covers.join(', ') || 'nothing',
    ]);
    await writeOutput(undefined, `${columns([head, ...rows])}Generation ${database.generation}\n`);
    return exitCodes.done;
  } finally {
    database.close();
  }
}
