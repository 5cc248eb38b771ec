import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Limits } from '@pratique/foundation';
import type { FileEntry, FileSink, FileType, FileVisitor, LayerRead } from '@pratique/model';
import { systemReason } from '../archive/archive-files.ts';
import { UnknownCollector } from '../unknowns.ts';

/** Names of a directory that are sorted together; more are read in turn, so that a directory of millions fits in memory. */
const BATCH = 4096;
/**
 * Entries between two rests in which others get their turn, a few milliseconds apart. Looking at entries one after the other
 * and without a promise each is four times as fast as sixteen at a time with one.
 */
const SLICE = 512;
const CHUNK = 256 * 1024;
/** First bytes of a file, enough to tell what it is. */
const PROBE = 4096;

export interface TreeOptions {
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  /** Whether a directory is left out, by its path relative to the root. */
  leaveOut(path: string): boolean;
}

function typeOf(stat: Stats): FileType | undefined {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isCharacterDevice()) return 'character-device';
  if (stat.isBlockDevice()) return 'block-device';
  return stat.isFIFO() ? 'fifo' : undefined;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Names in the order of their bytes, so that every walk of the same tree is the same. */
function byName(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Walks a directory tree and tells a visitor its entries, parents before children. Follows no link. */
export class TreeWalk {
  readonly #root: string;
  readonly #visitor: FileVisitor;
  readonly #options: TreeOptions;
  readonly #unknowns = new UnknownCollector();
  /** Sinks take what they keep before they let the walk go on. */
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK);
  #entries = 0;
  #bytes = 0;
  #full = false;
  #looked = 0;

  constructor(root: string, visitor: FileVisitor, options: TreeOptions) {
    this.#root = root;
    this.#visitor = visitor;
    this.#options = options;
  }

  async run(): Promise<LayerRead> {
    // A stack, not recursion: depth is the tree's choice.
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined && !this.#full; folder = folders.pop()) {
      const inner = await this.#walkFolder(folder);
      for (let i = inner.length - 1; i >= 0; i--) folders.push(inner[i] as string);
    }
    return { entries: this.#entries, unpackedBytes: this.#bytes, unknowns: this.#unknowns.list() };
  }

  /** Tells the entries of one directory; returns the directories in it. */
  async #walkFolder(folder: string): Promise<string[]> {
    const inner: string[] = [];
    for (const names of this.#batches(folder)) {
      for (const name of names) {
        const path = folder === '' ? name : `${folder}/${name}`;
        // Several names may look so. Which of them the file system then shows is not for sure.
        if (name.includes('\ufffd')) this.#unknowns.add('unsupported', 'its name is no UTF-8', path);
        const stat = this.#attempt(path, () => lstatSync(join(this.#root, path)));
        if (stat && this.#isRoomFor(path)) await this.#tell(path, stat, inner);
        if (this.#full) return inner;
        if (++this.#looked % SLICE === 0) await this.#rest();
      }
    }
    return inner;
  }

  async #rest(): Promise<void> {
    await setImmediate();
    this.#options.signal?.throwIfAborted();
  }

  /** What the file system answers; an unknown and undefined where it refuses. */
  #attempt<Answer>(path: string, ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (error) {
      this.#unknowns.add('unreadable', systemReason(error), path || '/');
      return undefined;
    }
  }

  *#batches(folder: string): Generator<string[]> {
    const handle = this.#attempt(folder, () => opendirSync(join(this.#root, folder), { bufferSize: 256 }));
    if (!handle) return;
    try {
      for (let names: string[] = []; ; names = []) {
        while (names.length < BATCH) {
          const found = this.#attempt(folder, () => handle.readSync());
          if (!found) break;
          names.push(found.name);
        }
        yield names.sort(byName);
        if (names.length < BATCH) return;
      }
    } finally {
      handle.closeSync();
    }
  }

  #isRoomFor(path: string): boolean {
    const { layerEntries, pathLength } = this.#options.limits;
    if (this.#entries >= layerEntries) {
      this.#full = true;
      this.#unknowns.add('too-large', `the tree has more than ${layerEntries} entries; the rest is left out`);
      return false;
    }
    if (path.length <= pathLength) return true;
    this.#unknowns.add('too-large', `its path is longer than ${pathLength} characters`, path);
    return false;
  }

  async #tell(path: string, stat: Stats, inner: string[]): Promise<void> {
    const type = typeOf(stat);
    if (type === undefined || (type === 'directory' && this.#options.leaveOut(path))) return;
    this.#entries++;
    const linkTarget = type === 'symlink' ? this.#attempt(path, () => readlinkSync(join(this.#root, path))) : undefined;
    const entry: FileEntry = {
      path,
      type,
      size: type === 'file' ? stat.size : 0,
      mode: stat.mode & 0o7777,
      uid: stat.uid,
      gid: stat.gid,
      ...(linkTarget !== undefined && { linkTarget }),
    };
    const answer = this.#visitor.entry(entry);
    const sink = answer instanceof Promise ? await answer : answer;
    if (type === 'directory') inner.push(path);
    if (type === 'file' && sink) await this.#readFile(path, stat, sink);
  }

  async #readFile(path: string, stat: Stats, sink: FileSink): Promise<void> {
    let file: number | undefined;
    try {
      file = this.#openSame(path, stat);
      if (file === undefined) return this.#giveUp(path, sink, 'it was replaced while it was read');
      const problem = await this.#readInto(sink, file, stat.size);
      if (problem !== undefined) this.#giveUp(path, sink, problem);
      else await sink.end();
    } catch (error) {
      if (this.#options.signal?.aborted || !isSystemError(error)) throw error;
      this.#giveUp(path, sink, systemReason(error));
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Hands over the content, or what the sink wants of it; why not, where it breaks off. */
  async #readInto(sink: FileSink, file: number, size: number): Promise<string | undefined> {
    // Most files are wanted by nobody once their first bytes are seen: those are read alone.
    let wanted = PROBE;
    for (let left = size; left > 0 && !sink.satisfied; wanted = CHUNK) {
      this.#options.signal?.throwIfAborted();
      const bytes = readSync(file, this.#buffer, 0, Math.min(wanted, left), null);
      if (bytes === 0) return 'it became shorter while it was read';
      left -= bytes;
      this.#bytes += bytes;
      const writing = sink.write(this.#buffer.subarray(0, bytes));
      if (writing) await writing;
    }
    return undefined;
  }

  /** Opens the file that was looked at, and nothing that took its place since. */
  #openSame(path: string, stat: Stats): number | undefined {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = openSync(join(this.#root, path), flags);
    const opened = fstatSync(file);
    if (opened.isFile() && opened.ino === stat.ino && opened.dev === stat.dev) return file;
    closeSync(file);
    return undefined;
  }

  #giveUp(path: string, sink: FileSink, reason: string): void {
    sink.abort(reason);
    this.#unknowns.add('unreadable', reason, path);
  }
}
