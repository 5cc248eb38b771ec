import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '@pratique/foundation';
import type { PolicyFile } from '@pratique/policy';
import { cliErrors } from '../cli/errors.ts';

/** Bytes of one file; files of many policies are still far below. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 10_000;

const yamlName = /\.ya?ml$/i;
const casesName = /\.cases\.ya?ml$/i;

function unreadable(path: string, why: string, cause?: unknown): Error {
  return cliErrors.create('cli/unreadable', { attempted: 'read policies from', on: path, why, cause });
}

/** YAML files below a folder in the order of their names; links are not followed. */
async function yamlBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      for (const below of await yamlBelow(path)) found.push(below);
    else if (entry.isFile() && yamlName.test(entry.name)) found.push(path);
    if (found.length > MAX_FILES) throw unreadable(folder, `it holds more than ${MAX_FILES} files`);
  }
  return found;
}

/** The cases beside a policy that is named alone. */
async function casesBeside(path: string): Promise<readonly string[]> {
  if (!yamlName.test(path) || casesName.test(path)) return [];
  const beside = path.replace(yamlName, (ending) => `.cases${ending}`);
  const found = await stat(beside).catch(() => undefined);
  return found?.isFile() ? [beside] : [];
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, reasonOf(cause), cause);
  });
  if (!found.isDirectory()) return [path, ...(await casesBeside(path))];
  const files = await yamlBelow(path);
  if (files.length === 0) throw unreadable(path, 'it holds no YAML file');
  return files;
}

async function readOne(path: string): Promise<PolicyFile> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it holds ${size} bytes, more than the ${MAX_BYTES} that are read`);
    return { path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw unreadable(path, reasonOf(cause), cause);
  }
}

/**
 * Reads files, and folders with all YAML below them; with `cases: false` without the cases.
 * @throws PratiqueError `cli/unreadable`
 */
export async function readPolicyFiles(
  paths: readonly string[],
  options: { readonly cases: boolean },
): Promise<readonly PolicyFile[]> {
  const files: string[] = [];
  for (const path of paths) for (const file of await filesOf(path)) files.push(file);
  const wanted = [...new Set(files)].filter((file) => options.cases || !casesName.test(file));
  return Promise.all(wanted.map(readOne));
}
