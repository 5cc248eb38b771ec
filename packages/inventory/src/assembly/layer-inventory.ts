import { type Limits, reasonOf } from '@pratique/foundation';
import type {
  Cataloger,
  CatalogResult,
  ElfLinks,
  FileEntry,
  FileSink,
  FileVisitor,
  Layer,
  Unknown,
} from '@pratique/model';
import { readElfFacts } from '../executable/elf-facts.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { isProgram, MAGIC_BYTES } from './program-magic.ts';
import type { Room } from './room.ts';
import { Scratch } from './scratch.ts';
import type { CatalogerSelector } from './selector.ts';

/** What one cataloger said of one path of one layer. */
export interface PathResult {
  readonly cataloger: string;
  readonly result: CatalogResult;
}

/** One file of a layer, also where a later one of the same path took its place: hard links may still hold its content. */
export interface LayerFile {
  readonly entry: FileEntry;
  /** How many files of the same path came before it. */
  readonly occurrence: number;
}

/** All that one pass over a layer established, before other layers are considered. */
export interface LayerInventory {
  readonly layer: Layer;
  /** Every entry by path; whiteouts apart. A later entry of the same path replaces an earlier one, as in extraction. */
  readonly entries: Map<string, FileEntry>;
  /** How many files of a path were replaced by a later entry. */
  readonly replaced: Map<string, number>;
  /** What each hard link led to when it came; not there where that was nothing in this layer. */
  readonly linked: Map<FileEntry, LayerFile>;
  readonly whiteouts: Set<string>;
  readonly opaque: Set<string>;
  readonly results: Map<string, PathResult[]>;
  readonly elf: Map<string, ElfLinks>;
  readonly unknowns: Unknown[];
}

/** What reading layers needs; shared by all layers of an image. */
export interface ReadingContext {
  readonly selector: CatalogerSelector;
  readonly budget: MemoryBudget;
  readonly room: Room;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

/** The same for one pass over one layer, in which one file is in memory at a time. */
interface LayerReading extends ReadingContext {
  readonly scratch: Scratch;
}

/** Runs the catalogers over one file in memory. A cataloger that throws has a defect: it becomes an unknown, not a crash. */
async function catalogFile(
  catalogers: readonly Cataloger[],
  entry: FileEntry,
  bytes: Buffer,
  room: Room,
  found: LayerInventory,
): Promise<void> {
  const results: PathResult[] = [];
  const shown = { ...entry, path: entry.path.toWellFormed() };
  for (const cataloger of catalogers) {
    if (cataloger.maxBytes !== undefined && bytes.length > cataloger.maxBytes) {
      found.unknowns.push(tooLarge(entry, cataloger.maxBytes, cataloger.id));
      continue;
    }
    if (room.full) {
      const reason = 'was not read: the image has more packages than are kept';
      found.unknowns.push({ code: 'too-large', reason, path: entry.path, foundBy: cataloger.id });
      continue;
    }
    try {
      const result = await cataloger.catalog({ entry: shown, bytes });
      results.push({ cataloger: cataloger.id, result: room.takeResult(result, entry.path) });
    } catch (error) {
      const reason = `the cataloger failed: ${reasonOf(error).slice(0, 200)}`;
      found.unknowns.push({ code: 'unreadable', reason, path: entry.path, foundBy: cataloger.id });
    }
  }
  if (results.length > 0) found.results.set(entry.path, results);
}

function tooLarge(entry: FileEntry, limit: number, foundBy?: string): Unknown {
  const reason = `holds ${entry.size} bytes, more than the ${limit} that are read`;
  return { code: 'too-large', reason, path: entry.path, foundBy };
}

/** One path that content goes by, and who wants it there. Links give content several. */
export interface WantedName {
  readonly path: string;
  readonly catalogers: readonly Cataloger[];
  /** Whether it is also for those that want every program. */
  readonly programs: boolean;
}

/** Collects one file's content and hands it to its catalogers. Programs are wanted once their first bytes show. */
class WantedFile implements FileSink {
  readonly #entry: FileEntry;
  readonly #size: number;
  readonly #names: readonly WantedName[];
  readonly #context: LayerReading;
  readonly #found: LayerInventory;
  #start: Buffer | undefined;
  #bytes: Buffer | undefined;
  #length = 0;
  #decided = false;
  #program = false;

  constructor(entry: FileEntry, names: readonly WantedName[], context: LayerReading, found: LayerInventory) {
    this.#entry = entry;
    this.#size = entry.size;
    this.#names = names;
    this.#context = context;
    this.#found = found;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#decided) return this.#append(chunk);
    const start = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#start = this.#start ? Buffer.concat([this.#start, start]) : start;
    if (this.#start.length < Math.min(MAGIC_BYTES, this.#size)) {
      // The chunk is the reader's own and will be written over.
      this.#start = Buffer.from(this.#start);
      return undefined;
    }
    return this.#decide(this.#start);
  }

  #decide(start: Buffer): void | Promise<void> {
    this.#decided = true;
    this.#start = undefined;
    this.#program = isProgram(start);
    const wanted = this.#program || this.#names.some((name) => name.catalogers.length > 0);
    if (!wanted) return undefined;
    const room = this.#context.budget.acquire(this.#size);
    return room ? room.then(() => this.#hold(start)) : this.#hold(start);
  }

  #hold(start: Buffer): void {
    // The size is bounded, and memory is only touched as bytes really come.
    this.#bytes = this.#context.scratch.take(this.#size);
    this.#append(start);
  }

  #append(chunk: Uint8Array): void {
    if (!this.#bytes) return;
    this.#bytes.set(chunk.subarray(0, this.#bytes.length - this.#length), this.#length);
    this.#length = Math.min(this.#length + chunk.length, this.#bytes.length);
  }

  get satisfied(): boolean {
    return this.#decided && this.#bytes === undefined;
  }

  end(): void | Promise<void> {
    const bytes = this.#bytes ?? (this.#size === 0 ? Buffer.alloc(0) : undefined);
    // Most files turn out to be wanted by nobody: they must not cost a turn of the event loop.
    return bytes && this.#catalog(bytes);
  }

  async #catalog(bytes: Buffer): Promise<void> {
    const facts = this.#program ? readElfFacts(bytes) : undefined;
    try {
      for (const { path, catalogers, programs } of this.#names) {
        if (facts && (facts.needed.length > 0 || facts.soname))
          this.#found.elf.set(path, { needed: facts.needed, soname: facts.soname });
        const wanting = this.#program && programs ? [...catalogers, ...this.#context.selector.programs] : catalogers;
        await catalogFile([...new Set(wanting)], { ...this.#entry, path }, bytes, this.#context.room, this.#found);
      }
    } finally {
      this.#release();
    }
  }

  abort(reason: string): void {
    for (const { path } of this.#names) this.#found.unknowns.push({ code: 'unreadable', reason, path });
    this.#release();
  }

  #release(): void {
    if (!this.#bytes) return;
    this.#bytes = undefined;
    this.#context.budget.release(this.#size);
  }
}

/** The sink for a file's content, where anyone may want it under one of its names. */
function sinkFor(
  entry: FileEntry,
  names: readonly WantedName[],
  context: LayerReading,
  found: LayerInventory,
): FileSink | undefined {
  const chosen = names.find((name) => name.catalogers.length > 0);
  const mayBeProgram =
    context.selector.programs.length > 0 && entry.size >= MAGIC_BYTES && names.some(({ programs }) => programs);
  if (!chosen && !mayBeProgram) return undefined;
  if (entry.size > context.limits.fileBytes) {
    // A large file that nobody asked for by path is most often data: say so only where it is executable.
    const path = chosen?.path ?? names[0]?.path ?? entry.path;
    if (chosen || entry.mode & 0o111) found.unknowns.push(tooLarge({ ...entry, path }, context.limits.fileBytes));
    return undefined;
  }
  return new WantedFile(entry, names, context, found);
}

/** What a hard link leads to as the layer stands now, as when it is unpacked. */
function targetOf(link: FileEntry, found: LayerInventory): LayerFile | FileEntry | undefined {
  const entry = found.entries.get(link.linkTarget ?? '');
  if (entry?.type === 'hardlink') return found.linked.get(entry);
  if (entry?.type !== 'file') return entry;
  return { entry, occurrence: found.replaced.get(entry.path) ?? 0 };
}

/** Notes an entry. A hard link to a symbolic link is another of those. */
function note(entry: FileEntry, found: LayerInventory): void {
  const target = entry.type === 'hardlink' ? targetOf(entry, found) : undefined;
  if (found.entries.get(entry.path)?.type === 'file')
    found.replaced.set(entry.path, (found.replaced.get(entry.path) ?? 0) + 1);
  found.results.delete(entry.path);
  if (target && !('occurrence' in target) && target.type === 'symlink') {
    found.entries.set(entry.path, { ...entry, type: 'symlink', linkTarget: target.linkTarget });
    return;
  }
  found.entries.set(entry.path, entry);
  if (target && 'occurrence' in target) found.linked.set(entry, target);
}

function collector(context: LayerReading, found: LayerInventory): FileVisitor {
  let full = false;
  return {
    entry(entry) {
      if (full) return undefined;
      if (!context.room.takeEntry(entry.path)) {
        full = true;
        const reason = 'the image has more or longer paths than are kept; the rest of the layer is left out';
        found.unknowns.push({ code: 'too-large', reason });
        return undefined;
      }
      if (entry.type === 'whiteout') found.whiteouts.add(entry.path);
      else if (entry.type === 'opaque') found.opaque.add(entry.path);
      else {
        note(entry, found);
        if (entry.type !== 'file') return undefined;
        const catalogers = context.selector.select(entry.path);
        return sinkFor(entry, [{ path: entry.path, catalogers, programs: true }], context, found);
      }
      return undefined;
    },
  };
}

/** Reads one layer, front to back. */
export async function readLayer(layer: Layer, context: ReadingContext): Promise<LayerInventory> {
  const found: LayerInventory = {
    layer,
    entries: new Map(),
    replaced: new Map(),
    linked: new Map(),
    whiteouts: new Set(),
    opaque: new Set(),
    results: new Map(),
    elf: new Map(),
    unknowns: [],
  };
  const read = await layer.read(collector({ ...context, scratch: new Scratch() }, found), context.signal);
  found.unknowns.push(...read.unknowns);
  return found;
}

/** Content that is to be read for names other than its own. */
export interface WantedContent extends LayerFile {
  readonly names: readonly WantedName[];
}

/** Reads a layer once more, for content that its first pass let by because it was wanted under another name only. */
export async function readAgain(
  found: LayerInventory,
  wanted: readonly WantedContent[],
  context: ReadingContext,
): Promise<void> {
  const byPath = new Map<string, Map<number, WantedContent>>();
  for (const content of wanted) {
    const { path } = content.entry;
    byPath.set(path, (byPath.get(path) ?? new Map<number, WantedContent>()).set(content.occurrence, content));
  }
  const passed = new Map<string, number>();
  const reading = { ...context, scratch: new Scratch() };
  const visitor: FileVisitor = {
    entry(entry) {
      const contents = entry.type === 'file' ? byPath.get(entry.path) : undefined;
      if (!contents) return undefined;
      const occurrence = passed.get(entry.path) ?? 0;
      passed.set(entry.path, occurrence + 1);
      const content = contents.get(occurrence);
      return content && sinkFor(entry, content.names, reading, found);
    },
  };
  await found.layer.read(visitor, context.signal);
}
