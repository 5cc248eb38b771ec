import { rmSync } from 'node:fs';
import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asideOf, reasonOf, sweepAsides } from '@pratique/foundation';
import { cliErrors } from './errors.ts';
import { stdout } from './streams.ts';

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
  refuseDuplicates(outputs);
  return outputs;
}

function refuseDuplicates<Format extends string>(outputs: readonly Output<Format>[]): void {
  const onStdout = outputs.filter(({ path }) => path === undefined);
  if (onStdout.length > 1) {
    const why = 'only one report can go to stdout; give each other format its -o FILE';
    const on = onStdout.map(({ format }) => format).join(' and ');
    throw cliErrors.create('cli/usage', { attempted: 'write', on, why });
  }
  const paths = outputs.map(({ path }) => path);
  const twice = paths.find((path, i) => path !== undefined && paths.indexOf(path) !== i);
  if (twice !== undefined) {
    const why = 'two reports cannot go to one file';
    throw cliErrors.create('cli/usage', { attempted: 'write', on: twice, why });
  }
}

function outputFailed(on: string, why: string, cause?: unknown): Error {
  return cliErrors.create('cli/output-failed', { attempted: 'write the report to', on, why, cause });
}

/** Finds out before the work that a file cannot be written after it. */
export async function checkOutputs(outputs: readonly Output<string>[]): Promise<void> {
  for (const { path } of outputs) {
    if (path === undefined) continue;
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() || path.endsWith('/')) throw outputFailed(path, 'it is a directory');
    // What is no plain file is written to as it is; anything else is replaced, so that its folder matters.
    // The slash at the end asks for a folder.
    const written = found && !found.isFile() ? path : `${dirname(path)}/`;
    await access(written, constants.W_OK).catch((cause: unknown) => {
      throw outputFailed(path, reasonOf(cause), cause);
    });
  }
}

/** Files that are being written, to be taken away where the program has to end in the middle. */
const unfinished = new Set<string>();

/** Takes away what is half-written. For the last moment of a program that was interrupted. */
export function abandonOutputs(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

/** One text, or a long one in chunks. */
export type OutputText = string | Iterable<string>;

async function writeStdout(text: OutputText): Promise<void> {
  try {
    for (const chunk of typeof text === 'string' ? [text] : text)
      await new Promise<void>((resolve, reject) => {
        stdout().write(chunk, (error) => (error ? reject(error) : resolve()));
      });
  } catch (cause) {
    // A reader that has seen enough, such as `head`, is no failure of ours, and changes no verdict.
    if ((cause as NodeJS.ErrnoException).code !== 'EPIPE') throw outputFailed('stdout', reasonOf(cause), cause);
  }
}

/** Writes a report whole or not at all: aside first, then renamed. Devices and pipes are written to directly. */
export async function writeOutput(path: string | undefined, text: OutputText): Promise<void> {
  if (path === undefined) return writeStdout(text);
  // A symbolic link stays one: what it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const aside = asideOf(target);
  try {
    const found = await stat(path).catch(() => undefined);
    if (found && !found.isFile()) return await writeFile(path, text);
    unfinished.add(aside);
    await writeFile(aside, text, { flag: 'wx' });
    await rename(aside, target);
    await sweepAsides(target);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw outputFailed(path, reasonOf(cause), cause);
  } finally {
    unfinished.delete(aside);
  }
}
