import { generateSigningKey, publishAdvisories } from '@pratique/advisories';
import { flagOption, type Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keyPath, readKeyFile, writeKeyFile } from './key-files.ts';
import { advisoryDatabasePath } from './open-database.ts';

/** `pratique advisories publish FOLDER --key FILE [--new-key]`. */
export async function run({ args: [folder = ''], options }: Invocation): Promise<ExitCode> {
  const path = keyPath(options);
  if (flagOption(options, 'new-key')) {
    const { privateKey, publicKey } = generateSigningKey();
    await writeKeyFile(path, privateKey, 0o600);
    await writeKeyFile(`${path}.pub`, publicKey, 0o644);
  }
  const privateKey = await readKeyFile(path);
  const report = await publishAdvisories({ databasePath: advisoryDatabasePath(), folder, privateKey });
  const deltas = report.deltas.length === 1 ? '1 delta' : `${report.deltas.length} deltas`;
  const withheld = report.withheld.length > 0 ? `; withheld by licence: ${report.withheld.join(', ')}` : '';
  await writeOutput(
    undefined,
    `Generation ${report.generation}: wrote the ${report.wrote}; base and ${deltas} in ${folder}${withheld}\nKey ${report.publisher}\n`,
  );
  return exitCodes.done;
}
