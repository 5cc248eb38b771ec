import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { reasonOf } from '@pratique/foundation';
import { cliErrors } from './errors.ts';

/** Where one report goes. Path absent: stdout. */
export interface Output<Format extends string> {
  readonly format: Format;
  readonly path?: string;
}

/**
 * Pairs `--format` and `-o`, both repeatable, in their order. A file without a format of its own gets the one that its
 * name's ending says; a format without a file goes to stdout, at most one does.
 */
export function planOutputs<Format extends string>(
  formats: readonly Format[],
  files: readonly string[],
  fallback: Format,
  formatOf: (path: string) => Format | undefined,
): readonly Output<Format>[] {
  const outputs: Output<Format>[] = files.map((file, i) => {
    const path = file === '-' ? undefined : file;
    const format = formats[i] ?? (path === undefined ? fallback : formatOf(path));
    if (format) return { format, path };
    const why = 'its ending does not tell a format; give --format as often as -o';
    throw cliErrors.create('cli/usage', { attempted: 'choose the format of', on: file, why });
  });
  for (const format of formats.slice(files.length)) outputs.push({ format });
  if (outputs.length === 0) return [{ format: fallback }];
  if (outputs.filter(({ path }) => path === undefined).length > 1) {
    const why = 'only one report can go to stdout; give each other format its -o FILE';
    throw cliErrors.create('cli/usage', { attempted: 'write', on: formats.join(' and '), why });
  }
  return outputs;
}

async function isSpecialFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile();
}

/** Writes a report whole or not at all: aside first, then renamed. Devices and pipes are written to directly. */
export async function writeOutput(path: string | undefined, text: string): Promise<void> {
  if (path === undefined) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  const aside = `${path}.${process.pid}.part`;
  try {
    if (await isSpecialFile(path)) return await writeFile(path, text);
    await writeFile(aside, text);
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw cliErrors.create('cli/output-failed', { attempted: 'write', on: path, why: reasonOf(cause), cause });
  }
}
