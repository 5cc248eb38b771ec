const THIN_MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const ELF = 0x7f454c46;
const FAT_MACH_O = 0xcafebabe;
/** A Java class file has the same magic as a fat Mach-O; its version (45 and above) stands where the count is. */
const LOWEST_CLASS_VERSION = 45;

/** Bytes that {@link isProgram} needs to see. */
export const MAGIC_BYTES = 8;

/** Whether a file starts as an ELF, Mach-O or PE program does. */
export function isProgram(start: Buffer): boolean {
  if (start.length < MAGIC_BYTES) return false;
  const magic = start.readUInt32BE(0);
  if (magic === ELF || THIN_MACH_O.has(magic)) return true;
  if (magic === FAT_MACH_O) return start.readUInt32BE(4) < LOWEST_CLASS_VERSION;
  return start.toString('latin1', 0, 2) === 'MZ';
}
