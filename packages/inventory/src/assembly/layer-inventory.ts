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
import type { CatalogerSelector } from './selector.ts';

/** What one cataloger said of one path of one layer. */
export interface PathResult {
  readonly cataloger: string;
  readonly result: CatalogResult;
}

/** All that one pass over a layer established, before other layers are considered. */
export interface LayerInventory {
  readonly layer: Layer;
  /** Every entry by path; whiteouts apart. A later entry of the same path replaces an earlier one, as in extraction. */
  readonly entries: Map<string, FileEntry>;
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
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

/** Runs the catalogers over one file in memory. A cataloger that throws has a defect: it becomes an unknown, not a crash. */
async function catalogFile(
  catalogers: readonly Cataloger[],
  entry: FileEntry,
  bytes: Buffer,
  found: LayerInventory,
): Promise<void> {
  const results: PathResult[] = [];
  for (const cataloger of catalogers) {
    if (cataloger.maxBytes !== undefined && bytes.length > cataloger.maxBytes) {
      found.unknowns.push(tooLarge(entry, cataloger.maxBytes, cataloger.id));
      continue;
    }
    try {
      results.push({ cataloger: cataloger.id, result: await cataloger.catalog({ entry, bytes }) });
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

/** One path that content goes by, and who wants it there. Hard links give content several. */
interface WantedName {
  readonly entry: FileEntry;
  readonly catalogers: readonly Cataloger[];
}

/** Collects one file's content and hands it to its catalogers. Programs are wanted once their first bytes show. */
class WantedFile implements FileSink {
  readonly #size: number;
  readonly #names: readonly WantedName[];
  readonly #context: ReadingContext;
  readonly #found: LayerInventory;
  #start: Buffer | undefined;
  #bytes: Buffer | undefined;
  #length = 0;
  #decided = false;
  #program = false;

  constructor(names: readonly WantedName[], context: ReadingContext, found: LayerInventory) {
    this.#size = names[0]?.entry.size ?? 0;
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
    // The size is bounded, and memory is only touched as bytes really come. Small ones share a pool.
    this.#bytes = Buffer.allocUnsafe(this.#size);
    this.#append(start);
  }

  #append(chunk: Uint8Array): void {
    if (!this.#bytes) return;
    this.#bytes.set(chunk.subarray(0, this.#bytes.length - this.#length), this.#length);
    this.#length = Math.min(this.#length + chunk.length, this.#bytes.length);
  }

  end(): void | Promise<void> {
    const bytes = this.#bytes ?? (this.#size === 0 ? Buffer.alloc(0) : undefined);
    // Most files turn out to be wanted by nobody: they must not cost a turn of the event loop.
    return bytes && this.#catalog(bytes);
  }

  async #catalog(bytes: Buffer): Promise<void> {
    const facts = this.#program ? readElfFacts(bytes) : undefined;
    const programs = this.#program ? this.#context.selector.programs : [];
    try {
      for (const { entry, catalogers } of this.#names) {
        if (facts && (facts.needed.length > 0 || facts.soname))
          this.#found.elf.set(entry.path, { needed: facts.needed, soname: facts.soname });
        await catalogFile([...new Set([...catalogers, ...programs])], entry, bytes, this.#found);
      }
    } finally {
      this.#release();
    }
  }

  abort(reason: string): void {
    for (const { entry } of this.#names) this.#found.unknowns.push({ code: 'unreadable', reason, path: entry.path });
    this.#release();
  }

  #release(): void {
    if (!this.#bytes) return;
    this.#bytes = undefined;
    this.#context.budget.release(this.#size);
  }
}

/** The sink for a file's content, where anyone may want it under one of its names. */
function sinkFor(entries: readonly FileEntry[], context: ReadingContext, found: LayerInventory): FileSink | undefined {
  const names = entries.map((entry) => ({ entry, catalogers: context.selector.select(entry.path) }));
  const first = entries[0];
  if (!first) return undefined;
  const chosen = names.some((name) => name.catalogers.length > 0);
  const mayBeProgram = context.selector.programs.length > 0 && first.size >= MAGIC_BYTES;
  if (!chosen && !mayBeProgram) return undefined;
  if (first.size > context.limits.fileBytes) {
    // A large file that nobody asked for by path is most often data: say so only where it is executable.
    if (chosen || first.mode & 0o111) found.unknowns.push(tooLarge(first, context.limits.fileBytes));
    return undefined;
  }
  return new WantedFile(names, context, found);
}

function collector(context: ReadingContext, found: LayerInventory): FileVisitor {
  return {
    entry(entry) {
      if (entry.type === 'whiteout') found.whiteouts.add(entry.path);
      else if (entry.type === 'opaque') found.opaque.add(entry.path);
      else {
        found.results.delete(entry.path);
        found.entries.set(entry.path, entry);
        if (entry.type === 'file') return sinkFor([entry], context, found);
      }
      return undefined;
    },
  };
}

/** Names that one content is cataloged under; a file with more wanted links than this is an attack. */
const MAX_NAMES = 64;

/**
 * Wanted paths that are hard links to content which nobody wanted under its own path (a pnpm store, say): content path →
 * links.
 */
function unreadLinks(context: ReadingContext, found: LayerInventory): Map<string, FileEntry[]> {
  const wanted = new Map<string, FileEntry[]>();
  for (const entry of found.entries.values()) {
    if (entry.type !== 'hardlink' || entry.linkTarget === undefined) continue;
    if (context.selector.select(entry.path).length === 0) continue;
    const target = found.entries.get(entry.linkTarget);
    if (target?.type !== 'file') continue;
    const links = wanted.get(target.path) ?? [];
    if (links.length === MAX_NAMES) {
      const reason = `is one of more than ${MAX_NAMES} hard links to ${target.path}`;
      found.unknowns.push({ code: 'too-large', reason, path: entry.path });
      continue;
    }
    links.push({ ...target, path: entry.path });
    wanted.set(target.path, links);
  }
  return wanted;
}

/** Reads one layer once; a second time only where wanted hard links point at content that was let pass. */
export async function readLayer(layer: Layer, context: ReadingContext): Promise<LayerInventory> {
  const found: LayerInventory = {
    layer,
    entries: new Map(),
    whiteouts: new Set(),
    opaque: new Set(),
    results: new Map(),
    elf: new Map(),
    unknowns: [],
  };
  const read = await layer.read(collector(context, found), context.signal);
  found.unknowns.push(...read.unknowns);
  const links = unreadLinks(context, found);
  if (links.size === 0) return found;
  const again: FileVisitor = {
    entry: (entry) => (entry.type === 'file' ? sinkFor(links.get(entry.path) ?? [], context, found) : undefined),
  };
  await layer.read(again, context.signal);
  return found;
}
