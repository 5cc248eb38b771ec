import { ByteReader } from '../../executable/byte-reader.ts';
import { bytesAt, findSection, type Program, sectionBytes } from '../../executable/program.ts';

/** The linker names the bytes of a variable set by `-X` like the variable, with this ending. */
const suffix = Buffer.from('.str\0');

/** A program has one for each `-X`. */
const MAX_NAMES = 1000;
const MAX_SYMBOL = 512;
const MAX_VALUE = 256;

/** Offsets into the string table of the names that end in `.str`, with the variable's name. */
function namesOf(table: Buffer): Map<number, string> {
  const names = new Map<number, string>();
  for (let end = table.indexOf(suffix); end >= 0 && names.size < MAX_NAMES; end = table.indexOf(suffix, end + 1)) {
    const start = table.lastIndexOf(0, end) + 1;
    if (end - start < MAX_SYMBOL) names.set(start, table.toString('utf8', start, end));
  }
  return names;
}

/**
 * The string variables that `-ldflags -X` set, read from the symbol table of an ELF program that was not stripped.
 * They are there even where `-trimpath` kept the flags out of the build information.
 */
export function readStringVariables(program: Program): Map<string, string> {
  const values = new Map<string, string>();
  const symbols = findSection(program, '.symtab');
  const strings = findSection(program, '.strtab');
  if (program.format !== 'elf' || !symbols || !strings) return values;
  const names = namesOf(sectionBytes(program, strings));
  if (names.size === 0) return values;
  const wide = program.wordSize === 8;
  const reader = new ByteReader(sectionBytes(program, symbols), program.bigEndian);
  const entry = wide ? 24 : 16;
  for (let at = 0; at + entry <= reader.bytes.length && values.size < MAX_NAMES; at += entry) {
    const name = names.get(reader.u32(at) ?? 0);
    if (name === undefined) continue;
    const address = reader.word(at + (wide ? 8 : 4), program.wordSize);
    const size = reader.word(at + (wide ? 16 : 8), program.wordSize);
    if (!address || !size || size > MAX_VALUE) continue;
    const value = bytesAt(program, address)?.toString('utf8', 0, size).replace(/\0.*$/s, '');
    if (value) values.set(name, value);
  }
  return values;
}
