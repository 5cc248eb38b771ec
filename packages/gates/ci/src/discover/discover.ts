import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { reasonOf } from '@pratique/foundation';
import { ciErrors } from '../errors.ts';
import { type FileKind, fileKind, isCandidate } from './file-kind.ts';

/** Bytes of one file; larger ones are no manifests that anybody wrote. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 100_000;

/** Folders that hold other people's files. */
const skipped = new Set(['.git', '.hg', '.svn', 'node_modules', '.terraform']);

/** A file to check: read, or with the reason why it could not be. */
export interface FoundFile {
  /** As given, or as found below what was given; `-` is standard input. */
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
  /** Named on the command line, not found in a folder: then it must be something that can be checked. */
  readonly named: boolean;
  readonly problem?: string;
}

/** What `-` stands for. */
export type StandardInput = () => Promise<string>;

async function readCandidate(path: string, named: boolean): Promise<FoundFile> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      return {
        path,
        kind: 'other',
        text: '',
        named,
        problem: `holds ${size} bytes, more than the ${MAX_BYTES} that are read`,
      };
    }
    const text = await readFile(path, 'utf8');
    return { path, kind: fileKind(basename(path), text), text, named };
  } catch (error) {
    return { path, kind: 'other', text: '', named, problem: `could not be read: ${reasonOf(error)}` };
  }
}

/** Candidates below a folder in the order of their names. Symbolic links are not followed. */
async function candidatesBelow(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { recursive: false, withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) for (const below of await candidatesBelow(path)) paths.push(below);
    } else if (entry.isFile() && isCandidate(entry.name)) paths.push(path);
    if (paths.length > MAX_FILES) {
      const why = `it holds more than ${MAX_FILES} files that could be checked`;
      throw ciErrors.create('gate-ci/path-unreadable', { attempted: 'read the folder', on: folder, why });
    }
  }
  return paths;
}

async function pathsOf(path: string): Promise<{ readonly paths: readonly string[]; readonly named: boolean }> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? { paths: await candidatesBelow(path), named: false } : { paths: [path], named: true };
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'gate-ci/path-unreadable') throw cause;
    throw ciErrors.create('gate-ci/path-unreadable', { attempted: 'read', on: path, why: reasonOf(cause), cause });
  }
}

/**
 * Every file that the paths name, each once. Of folders only what can be checked; a folder without any is an error, because
 * nothing checked must not pass.
 * @throws PratiqueError `gate-ci/path-unreadable`, `gate-ci/nothing-to-check`
 */
export async function discover(paths: readonly string[], stdin: StandardInput): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const given of paths) {
    if (given === '-') {
      const text = await stdin();
      found.set('-', { path: '-', kind: fileKind('-', text), text, named: true });
      continue;
    }
    const { paths: files, named } = await pathsOf(given);
    for (const path of files) {
      if (found.has(path)) continue;
      const file = await readCandidate(path, named);
      if (named || file.kind !== 'other' || file.problem !== undefined) found.set(path, file);
    }
  }
  if (found.size === 0) {
    const why = 'there is no Kubernetes manifest, Dockerfile or compose file';
    throw ciErrors.create('gate-ci/nothing-to-check', { attempted: 'check', on: paths.join(' '), why });
  }
  return [...found.values()];
}
