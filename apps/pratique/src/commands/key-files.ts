import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { reasonOf } from '@pratique/foundation';
import { type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';

/** The path given with `--key`, which the command cannot do without. */
export function keyPath(options: OptionValues): string {
  const path = textOption(options, 'key');
  if (path !== undefined) return path;
  throw cliErrors.create('cli/usage', { attempted: 'understand', on: 'the command', why: '--key FILE is missing' });
}

/** The text of a key file. Its content is never part of a message. */
export async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw cliErrors.create('cli/unreadable', { attempted: 'read the key', on: path, why: reasonOf(cause), cause });
  }
}

/** Writes a new key file that only its owner may read, or any; never over another file. */
export async function writeKeyFile(path: string, text: string, mode: number): Promise<void> {
  try {
    const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
    await file.writeFile(text);
    await file.close();
  } catch (cause) {
    throw cliErrors.create('cli/output-failed', { attempted: 'write the key', on: path, why: reasonOf(cause), cause });
  }
}
