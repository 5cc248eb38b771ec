import { ByteReader } from './byte-reader.ts';
import type { Program, ProgramsRead, Section, Segment } from './program.ts';

/** Load commands that are read; real programs have some dozens. */
const MAX_COMMANDS = 4096;
const MAX_SECTIONS = 4096;
/** The number of architectures of a universal binary. A Java class has the same magic and its version, ≥ 43, here. */
const MAX_SLICES = 30;

const LC_SEGMENT = 0x1;
const LC_SEGMENT_64 = 0x19;

/** cputype (mach/machine.h) as Go names it. */
const cpus: Readonly<Record<number, string>> = {
  7: '386',
  0x0100_0007: 'amd64',
  12: 'arm',
  0x0100_000c: 'arm64',
  18: 'ppc',
  0x0100_0012: 'ppc64',
};

const magics: Readonly<Record<number, { wide: boolean; bigEndian: boolean }>> = {
  0xfeedface: { wide: false, bigEndian: true },
  0xcefaedfe: { wide: false, bigEndian: false },
  0xfeedfacf: { wide: true, bigEndian: true },
  0xcffaedfe: { wide: true, bigEndian: false },
};

interface Mapped {
  readonly sections: Section[];
  readonly segments: Segment[];
}

function readSegment(reader: ByteReader, at: number, wide: boolean, mapped: Mapped): void {
  const size: 4 | 8 = wide ? 8 : 4;
  const name = reader.text(at + 8, 16);
  const address = reader.word(at + 24, size);
  const offset = reader.word(at + 24 + 2 * size, size);
  const fileSize = reader.word(at + 24 + 3 * size, size);
  const protection = reader.u32(at + 28 + 4 * size) ?? 0;
  const count = reader.u32(at + 32 + 4 * size) ?? 0;
  if (address === undefined || offset === undefined || fileSize === undefined) return;
  const writable = (protection & 2) !== 0;
  const executable = (protection & 4) !== 0;
  if (name !== '__PAGEZERO') mapped.segments.push({ address, offset, size: fileSize, writable, executable });
  const entry = wide ? 80 : 68;
  for (let i = 0; i < count && mapped.sections.length < MAX_SECTIONS; i++) {
    const start = at + 40 + 4 * size + i * entry;
    const sectionAddress = reader.word(start + 32, size);
    const sectionSize = reader.word(start + 32 + size, size);
    const sectionOffset = reader.u32(start + 32 + 2 * size);
    if (sectionAddress === undefined || sectionSize === undefined || sectionOffset === undefined) return;
    mapped.sections.push({
      name: reader.text(start, 16),
      address: sectionAddress,
      offset: sectionOffset,
      size: sectionSize,
      writable,
      executable,
    });
  }
}

function readSlice(bytes: Buffer): Program | undefined {
  const magic = bytes.length < 32 ? undefined : magics[bytes.readUInt32BE(0)];
  if (!magic) return undefined;
  const { wide, bigEndian } = magic;
  const reader = new ByteReader(bytes, bigEndian);
  const mapped: Mapped = { sections: [], segments: [] };
  const commands = Math.min(reader.u32(16) ?? 0, MAX_COMMANDS);
  let at = wide ? 32 : 28;
  for (let i = 0; i < commands; i++) {
    const command = reader.u32(at);
    const length = reader.u32(at + 4);
    if (command === undefined || length === undefined || length < 8) break;
    if (command === (wide ? LC_SEGMENT_64 : LC_SEGMENT)) readSegment(reader, at, wide, mapped);
    at += length;
  }
  const architecture = cpus[reader.u32(4) ?? 0];
  return { format: 'macho', bytes, bigEndian, wordSize: wide ? 8 : 4, architecture, ...mapped };
}

function readUniversal(bytes: Buffer, wide: boolean): ProgramsRead {
  const reader = new ByteReader(bytes, true);
  const count = reader.u32(4) ?? 0;
  if (count > MAX_SLICES) return { kind: 'not-a-program' };
  const programs: Program[] = [];
  // Slices that overlap would have the same bytes read many times over.
  let left = bytes.length;
  for (let i = 0; i < count; i++) {
    const at = 8 + i * (wide ? 32 : 20);
    const offset = wide ? reader.u64(at + 8) : reader.u32(at + 8);
    const size = wide ? reader.u64(at + 16) : reader.u32(at + 12);
    if (offset === undefined || size === undefined || size > left) break;
    left -= size;
    const program = readSlice(bytes.subarray(offset, offset + size));
    if (program) programs.push(program);
  }
  return programs.length > 0
    ? { kind: 'programs', programs }
    : { kind: 'malformed', reason: 'the universal binary holds no readable Mach-O program' };
}

/** Reads a Mach-O file (mach-o/loader.h, mach-o/fat.h), universal ones included. */
export function readMachO(bytes: Buffer): ProgramsRead {
  if (bytes.length < 8) return { kind: 'not-a-program' };
  const magic = bytes.readUInt32BE(0);
  if (magic === 0xcafebabe || magic === 0xcafebabf) return readUniversal(bytes, magic === 0xcafebabf);
  const program = readSlice(bytes);
  return program
    ? { kind: 'programs', programs: [program] }
    : { kind: 'malformed', reason: 'the Mach-O header is broken off' };
}
