import { ByteReader } from './byte-reader.ts';
import type { Program, ProgramsRead, Section, Segment } from './program.ts';

/** Section headers that are read. `ld` makes some dozens; object files with a section per function some ten thousand. */
const MAX_SECTIONS = 65_536;
const MAX_SEGMENTS = 4096;
const MAX_NAME = 256;
/** A table of section names up to this size is decoded in one go. Bytes. */
const SMALL_TABLE = 64 * 1024;

const PT_LOAD = 1;
const SHT_NOBITS = 8;

/** e_machine (gABI, chapter 4) as Go names it. */
const machines: Readonly<Record<number, string>> = {
  3: '386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  43: 'sparc64',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** Where the fields stand that differ between the two classes (gABI, chapters 4 and 5). */
export interface ElfLayout {
  readonly reader: ByteReader;
  readonly wordSize: 4 | 8;
  /** ET_EXEC 2, ET_DYN 3, and so on. */
  readonly type: number;
  readonly machine: number;
  readonly headers: readonly ElfSegment[];
}

/** One program header. */
export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

function readSegment(reader: ByteReader, at: number, wide: boolean): ElfSegment | undefined {
  const size: 4 | 8 = wide ? 8 : 4;
  const type = reader.u32(at);
  const flags = reader.u32(at + (wide ? 4 : 24));
  const offset = reader.word(at + (wide ? 8 : 4), size);
  const address = reader.word(at + (wide ? 16 : 8), size);
  const fileSize = reader.word(at + (wide ? 32 : 16), size);
  if (type === undefined || flags === undefined || offset === undefined) return undefined;
  if (address === undefined || fileSize === undefined) return undefined;
  return { type, flags, address, offset, size: fileSize };
}

/** Width and byte order, from the identification bytes. */
function readIdentification(bytes: Buffer): { wide: boolean; reader: ByteReader } | undefined {
  if (bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const elfClass = bytes[4];
  const encoding = bytes[5];
  if ((elfClass !== 1 && elfClass !== 2) || (encoding !== 1 && encoding !== 2)) return undefined;
  return { wide: elfClass === 2, reader: new ByteReader(bytes, encoding === 2) };
}

function readSegments(reader: ByteReader, wide: boolean): ElfSegment[] {
  const table = reader.word(wide ? 32 : 28, wide ? 8 : 4);
  const entrySize = reader.u16(wide ? 54 : 42) ?? 0;
  const count = reader.u16(wide ? 56 : 44) ?? 0;
  const segments: ElfSegment[] = [];
  if (table === undefined || entrySize < (wide ? 56 : 32)) return segments;
  for (let i = 0; i < Math.min(count, MAX_SEGMENTS); i++) {
    const segment = readSegment(reader, table + i * entrySize, wide);
    if (segment) segments.push(segment);
  }
  return segments;
}

/** What a program loads and what it is made of is asked one after the other; the entry goes with the buffer. */
const alreadyRead = new WeakMap<Buffer, ElfLayout>();

/** Reads the file header and the program headers. Undefined: not ELF, or broken off within the header. */
export function readElfLayout(bytes: Buffer): ElfLayout | undefined {
  const known = alreadyRead.get(bytes);
  if (known) return known;
  const layout = readHeaders(bytes);
  if (layout) alreadyRead.set(bytes, layout);
  return layout;
}

function readHeaders(bytes: Buffer): ElfLayout | undefined {
  const identified = readIdentification(bytes);
  if (!identified) return undefined;
  const { wide, reader } = identified;
  const type = reader.u16(16);
  const machine = reader.u16(18);
  if (type === undefined || machine === undefined) return undefined;
  return { reader, wordSize: wide ? 8 : 4, type, machine, headers: readSegments(reader, wide) };
}

interface RawSection {
  readonly nameOffset: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function readRawSection(reader: ByteReader, at: number, wide: boolean): RawSection | undefined {
  const size: 4 | 8 = wide ? 8 : 4;
  const nameOffset = reader.u32(at);
  const type = reader.u32(at + 4);
  const flags = reader.word(at + 8, size);
  const address = reader.word(at + (wide ? 16 : 12), size);
  const offset = reader.word(at + (wide ? 24 : 16), size);
  const length = reader.word(at + (wide ? 32 : 20), size);
  const link = reader.u32(at + (wide ? 40 : 24));
  if (nameOffset === undefined || type === undefined || link === undefined || length === undefined) return undefined;
  return { nameOffset, type, flags: flags ?? 0, address: address ?? 0, offset: offset ?? 0, size: length, link };
}

/** The section table with the index of its name table; counts that do not fit stand in section 0 (gABI, chapter 4). */
function readRawSections(layout: ElfLayout): { sections: RawSection[]; names: number } {
  const { reader, wordSize } = layout;
  const wide = wordSize === 8;
  const table = reader.word(wide ? 40 : 32, wordSize);
  const entrySize = reader.u16(wide ? 58 : 46) ?? 0;
  let count = reader.u16(wide ? 60 : 48) ?? 0;
  let names = reader.u16(wide ? 62 : 50) ?? 0;
  if (!table || entrySize < (wide ? 64 : 40)) return { sections: [], names: 0 };
  const first = readRawSection(reader, table, wide);
  if (count === 0) count = first?.size ?? 0;
  if (names === 0xffff) names = first?.link ?? 0;
  const sections: RawSection[] = [];
  for (let i = 0; i < Math.min(count, MAX_SECTIONS); i++) {
    const section = readRawSection(reader, table + i * entrySize, wide);
    if (!section) break;
    sections.push(section);
  }
  return { sections, names };
}

/** Tells the name at an offset of the table of names. Names are ASCII; a program has dozens, an image thousands of programs. */
function nameReader(reader: ByteReader, table: RawSection | undefined): (offset: number) => string {
  if (!table) return () => '';
  const { offset: start, size } = table;
  if (size > SMALL_TABLE) return (offset) => (offset < size ? reader.text(start + offset, MAX_NAME) : '');
  const names = reader.bytes.toString('latin1', start, start + size);
  return (offset) => {
    const end = names.indexOf('\0', offset);
    return names.slice(offset, Math.min(offset + MAX_NAME, end < 0 ? names.length : end));
  };
}

function readSections(layout: ElfLayout): Section[] {
  const { sections, names } = readRawSections(layout);
  const nameAt = nameReader(layout.reader, sections[names]);
  return sections.map((raw) => ({
    name: nameAt(raw.nameOffset),
    address: raw.address,
    offset: raw.offset,
    size: raw.type === SHT_NOBITS ? 0 : raw.size,
    writable: (raw.flags & 1) !== 0,
    executable: (raw.flags & 4) !== 0,
  }));
}

/** Reads an ELF file (System V gABI; both widths, both byte orders). Damaged parts are left out. */
export function readElf(bytes: Buffer): ProgramsRead {
  const layout = readElfLayout(bytes);
  if (!layout) return { kind: 'malformed', reason: 'the ELF header is broken off or of no known class' };
  const segments: Segment[] = layout.headers
    .filter((header) => header.type === PT_LOAD)
    .map(({ address, offset, size, flags }) => ({
      address,
      offset,
      size,
      writable: (flags & 2) !== 0,
      executable: (flags & 1) !== 0,
    }));
  const little = layout.reader.bigEndian ? '' : 'le';
  const machine = machines[layout.machine];
  const program: Program = {
    format: 'elf',
    bytes,
    bigEndian: layout.reader.bigEndian,
    wordSize: layout.wordSize,
    architecture: machine === 'ppc64' || machine === 'mips' ? `${machine}${little}` : machine,
    sections: readSections(layout),
    segments,
  };
  return { kind: 'programs', programs: [program] };
}
