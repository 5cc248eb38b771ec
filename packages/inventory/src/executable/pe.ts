import { ByteReader } from './byte-reader.ts';
import type { Program, ProgramsRead, Section } from './program.ts';

/** The loader of Windows takes 96; linkers for other systems write more. */
const MAX_SECTIONS = 2048;

const IMAGE_SCN_MEM_EXECUTE = 0x2000_0000;

/** Machine (PE format, "Machine Types") as Go names it. */
const machines: Readonly<Record<number, string>> = { 0x14c: '386', 0x8664: 'amd64', 0x1c4: 'arm', 0xaa64: 'arm64' };

/** Long section names stand in the string table after the symbols, as `/offset` (PE format, "Section Table"). */
function sectionName(reader: ByteReader, at: number, stringTable: number): string {
  const name = reader.text(at, 8);
  return /^\/\d{1,7}$/.test(name) ? reader.text(stringTable + Number(name.slice(1)), 256) : name;
}

/** Reads a PE file (Microsoft PE and COFF specification). A DOS program without PE header is not one. */
export function readPe(bytes: Buffer): ProgramsRead {
  const reader = new ByteReader(bytes, false);
  const header = reader.u32(0x3c);
  if (header === undefined || reader.u32(header) !== 0x0000_4550) return { kind: 'not-a-program' };
  const machine = reader.u16(header + 4) ?? 0;
  const count = Math.min(reader.u16(header + 6) ?? 0, MAX_SECTIONS);
  const symbols = reader.u32(header + 12) ?? 0;
  const symbolCount = reader.u32(header + 16) ?? 0;
  const optionalSize = reader.u16(header + 20);
  const optionalMagic = reader.u16(header + 24);
  if (optionalSize === undefined || (optionalMagic !== 0x10b && optionalMagic !== 0x20b)) {
    return { kind: 'malformed', reason: 'the PE header is broken off or of no known kind' };
  }
  const wide = optionalMagic === 0x20b;
  const imageBase = (wide ? reader.u64(header + 48) : reader.u32(header + 52)) ?? 0;
  const stringTable = symbols === 0 ? -1 : symbols + symbolCount * 18;
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = header + 24 + optionalSize + i * 40;
    const characteristics = reader.u32(at + 36);
    if (characteristics === undefined) break;
    sections.push({
      name: sectionName(reader, at, stringTable),
      address: imageBase + (reader.u32(at + 12) ?? 0),
      offset: reader.u32(at + 20) ?? 0,
      size: reader.u32(at + 16) ?? 0,
      writable: characteristics >= 0x8000_0000,
      executable: (characteristics & IMAGE_SCN_MEM_EXECUTE) !== 0,
    });
  }
  const program: Program = {
    format: 'pe',
    bytes,
    bigEndian: false,
    wordSize: wide ? 8 : 4,
    architecture: machines[machine],
    sections,
    segments: sections,
  };
  return { kind: 'programs', programs: [program] };
}
