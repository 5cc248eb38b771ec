import { restoreBackup } from '@pratique/store';
import { flagOption, type Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withDatabase } from './with-database.ts';

/** `pratique restore FILE [--database-url URL] [--force]`. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const {
    args: [file = ''],
    options,
  } = invocation;
  const force = flagOption(options, 'force');
  // Nobody may use the database meanwhile.
  const { rows, tables, createdAt, postgres } = await withDatabase(invocation, { shared: false }, (connectionString) =>
    restoreBackup({ connectionString, file, force }),
  );
  const from = `of ${createdAt.slice(0, 16).replace('T', ' ')} UTC from PostgreSQL ${postgres}`;
  await writeOutput(undefined, `Restored ${rows} rows of ${tables} tables, ${from}\n`);
  return exitCodes.done;
}
