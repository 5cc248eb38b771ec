import { systemClock } from '@pratique/foundation';
import { writeBackup } from '@pratique/store';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withDatabase } from './with-database.ts';

/** `pratique backup FILE [--database-url URL]`. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const {
    args: [file = ''],
    signal,
  } = invocation;
  const { rows, tables, postgres } = await withDatabase(invocation, { shared: true }, (connectionString) =>
    writeBackup({ connectionString, file, now: systemClock.now(), signal }),
  );
  await writeOutput(undefined, `Wrote ${rows} rows of ${tables} tables (PostgreSQL ${postgres}) to ${file}\n`);
  return exitCodes.done;
}
