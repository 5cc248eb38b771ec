import { readElf } from './elf.ts';
import { readMachO } from './macho.ts';
import { readPe } from './pe.ts';
import type { ProgramsRead } from './program.ts';

const machoMagics: ReadonlySet<number> = new Set([
  0xfeedface, 0xcefaedfe, 0xfeedfacf, 0xcffaedfe, 0xcafebabe, 0xcafebabf,
]);

/** Several catalogers look at the same bytes one after the other; the entry goes with the buffer. */
const alreadyRead = new WeakMap<Buffer, ProgramsRead>();

function readByMagic(bytes: Buffer): ProgramsRead {
  if (bytes.length < 16) return { kind: 'not-a-program' };
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return readElf(bytes);
  if (machoMagics.has(magic)) return readMachO(bytes);
  if (magic >>> 16 === 0x4d5a) return readPe(bytes);
  return { kind: 'not-a-program' };
}

/** Reads the headers of an ELF, Mach-O or PE file, told by its magic. Never throws; bounded by the number of headers. */
export function readPrograms(bytes: Buffer): ProgramsRead {
  const known = alreadyRead.get(bytes);
  if (known) return known;
  const read = readByMagic(bytes);
  alreadyRead.set(bytes, read);
  return read;
}
