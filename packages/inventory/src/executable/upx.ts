import type { Program } from './program.ts';

const magic = Buffer.from('UPX!');

/** UPX puts its header right after the program headers. */
const HEAD = 1024;

/**
 * Whether a program was packed by UPX so that its own bytes cannot be seen. Told by UPX's header or section names;
 * a packed file from which both were erased is not recognised.
 */
export function isUpxPacked(program: Program): boolean {
  const { bytes, format, sections } = program;
  if (format === 'pe')
    return sections.some(({ name }) => name === 'UPX0') && sections.some(({ name }) => name === 'UPX1');
  return bytes.subarray(0, HEAD).includes(magic);
}
