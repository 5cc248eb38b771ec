import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
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

/** Text as YAML's byte order marks say (YAML 1.2, 5.2): what kubectl reads must not be passed over. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8');
}

/** The bytes of a file or pipe; undefined where there are more than are read. A device may have no end. */
async function boundedBytes(path: string): Promise<Buffer | undefined> {
  const file = await open(path);
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_BYTES) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

async function readCandidate(path: string, named: boolean): Promise<FoundFile> {
  const unread = (problem: string): FoundFile => ({ path, kind: 'other', text: '', named, problem });
  try {
    const bytes = await boundedBytes(path);
    if (!bytes) return unread(`holds more than the ${MAX_BYTES} bytes that are read`);
    const text = decoded(bytes);
    return { path, kind: fileKind(basename(path), text, named), text, named };
  } catch (error) {
    return unread(`could not be read: ${reasonOf(error)}`);
  }
}

/** Something below a folder that may be checked. */
interface Candidate {
  readonly path: string;
  /** Why it is not read. */
  readonly problem?: string;
}

/** A link to a file of the folder stands for it; one that is found by its own name is left out. */
async function linkedCandidate(path: string, root: string): Promise<readonly Candidate[]> {
  try {
    const target = await realpath(path);
    if (!(await stat(target)).isFile()) return [];
    if (!target.startsWith(`${await realpath(root)}${sep}`))
      return [{ path, problem: 'is a symbolic link that leads out of the folder: name what it leads to' }];
    const isFound = isCandidate(basename(target)) && !target.split(sep).some((part) => skipped.has(part));
    return isFound ? [] : [{ path }];
  } catch (error) {
    return [{ path, problem: `could not be read: ${reasonOf(error)}` }];
  }
}

/** Candidates below a folder in the order of their names. Symbolic links to folders are not followed. */
async function candidatesBelow(folder: string, root: string): Promise<Candidate[]> {
  const entries = (await readdir(folder, { recursive: false, withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const paths: Candidate[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) for (const below of await candidatesBelow(path, root)) paths.push(below);
    } else if (isCandidate(entry.name)) {
      if (entry.isFile()) paths.push({ path });
      else if (entry.isSymbolicLink()) paths.push(...(await linkedCandidate(path, root)));
    }
    if (paths.length > MAX_FILES) {
      const why = `it holds more than ${MAX_FILES} files that could be checked`;
      throw ciErrors.create('gate-ci/path-unreadable', { attempted: 'read the folder', on: folder, why });
    }
  }
  return paths;
}

async function pathsOf(path: string): Promise<{ readonly paths: readonly Candidate[]; readonly named: boolean }> {
  try {
    const found = await stat(path);
    return found.isDirectory()
      ? { paths: await candidatesBelow(path, path), named: false }
      : { paths: [{ path }], named: true };
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
    for (const { path, problem } of files) {
      if (found.has(path)) continue;
      const file = problem
        ? { path, kind: 'other' as const, text: '', named, problem }
        : await readCandidate(path, named);
      if (named || file.kind !== 'other' || file.problem !== undefined) found.set(path, file);
    }
  }
  if (found.size === 0) {
    const why = 'there is no Kubernetes manifest, Dockerfile or compose file';
    throw ciErrors.create('gate-ci/nothing-to-check', { attempted: 'check', on: paths.join(' '), why });
  }
  return [...found.values()];
}
