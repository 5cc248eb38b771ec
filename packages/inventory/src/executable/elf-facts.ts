import { type ElfLayout, type ElfSegment, readElfLayout } from './elf.ts';

/** What the dynamic linker would do with an ELF file (gABI, chapter 5). */
export interface ElfFacts {
  /** DT_NEEDED: names of the libraries that it loads, in order. */
  readonly needed: readonly string[];
  /** DT_SONAME: the name under which others load it. */
  readonly soname?: string;
  /** PT_INTERP: path of its dynamic linker. */
  readonly interpreter?: string;
  /** An executable that loads no library. */
  readonly static: boolean;
  /** DT_RUNPATH, else DT_RPATH: where its libraries are looked for first; `$ORIGIN` as written. */
  readonly rpath: readonly string[];
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;

const ET_EXEC = 2;
const ET_DYN = 3;

const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_SONAME = 14;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
const DT_FLAGS_1 = 0x6fff_fffb;
const DF_1_PIE = 0x0800_0000;

/** Entries of the dynamic section that are read; the largest programs have some hundred. */
const MAX_ENTRIES = 8192;
const MAX_NEEDED = 2048;
/** PATH_MAX of Linux. */
const MAX_TEXT = 4096;

interface DynamicEntries {
  /** Offsets into the string table, by tag. */
  readonly needed: readonly number[];
  readonly values: ReadonlyMap<number, number>;
}

function readEntries(layout: ElfLayout, dynamic: ElfSegment): DynamicEntries {
  const { reader, wordSize } = layout;
  const needed: number[] = [];
  const values = new Map<number, number>();
  const count = Math.min(MAX_ENTRIES, Math.floor(dynamic.size / (2 * wordSize)));
  for (let i = 0; i < count; i++) {
    const at = dynamic.offset + i * 2 * wordSize;
    const tag = reader.word(at, wordSize);
    const value = reader.word(at + wordSize, wordSize);
    if (tag === DT_NULL) break;
    if (tag === undefined || value === undefined) continue;
    if (tag !== DT_NEEDED) values.set(tag, value);
    else if (needed.length < MAX_NEEDED) needed.push(value);
  }
  return { needed, values };
}

function fileOffset(layout: ElfLayout, address: number): number | undefined {
  const segment = layout.headers.find(
    ({ type, address: start, size }) => type === PT_LOAD && address >= start && address < start + size,
  );
  return segment && segment.offset + (address - segment.address);
}

/**
 * What an ELF executable or library loads and is loaded as. Undefined: not ELF, or neither executable nor library
 * (object files and core dumps). Reads headers and the dynamic section alone.
 */
export function readElfFacts(bytes: Buffer): ElfFacts | undefined {
  const layout = readElfLayout(bytes);
  if (!layout || (layout.type !== ET_EXEC && layout.type !== ET_DYN)) return undefined;
  const { reader, headers } = layout;
  const interp = headers.find(({ type }) => type === PT_INTERP);
  const interpreter = interp && reader.text(interp.offset, Math.min(interp.size, MAX_TEXT));
  const dynamic = headers.find(({ type }) => type === PT_DYNAMIC);
  const { needed, values } = dynamic ? readEntries(layout, dynamic) : { needed: [], values: new Map<number, number>() };

  const table = fileOffset(layout, values.get(DT_STRTAB) ?? -1);
  const text = (offset: number | undefined): string | undefined =>
    table === undefined || offset === undefined ? undefined : reader.text(table + offset, MAX_TEXT) || undefined;
  const soname = text(values.get(DT_SONAME));
  const rpath = text(values.get(DT_RUNPATH) ?? values.get(DT_RPATH));
  const executable = layout.type === ET_EXEC || ((values.get(DT_FLAGS_1) ?? 0) & DF_1_PIE) !== 0;
  return {
    needed: needed.map(text).filter((name) => name !== undefined),
    ...(soname && { soname }),
    ...(interpreter && { interpreter }),
    static: executable && !interpreter && needed.length === 0,
    rpath: rpath ? rpath.split(':').filter((folder) => folder !== '') : [],
  };
}
