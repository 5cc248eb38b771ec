/** A named part of a program. Offsets and sizes may point outside of the file: read through {@link sectionBytes}. */
export interface Section {
  readonly name: string;
  readonly address: number;
  readonly offset: number;
  /** Bytes in the file; 0 for parts that only exist in memory. */
  readonly size: number;
  readonly writable: boolean;
  readonly executable: boolean;
}

/** A part of the file that is mapped into memory. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  /** Bytes in the file. */
  readonly size: number;
  readonly writable: boolean;
  readonly executable: boolean;
}

/** What the readers of ELF, Mach-O and PE establish alike. */
export interface Program {
  readonly format: 'elf' | 'macho' | 'pe';
  /** The whole file, or one architecture's slice of a universal binary. */
  readonly bytes: Buffer;
  readonly bigEndian: boolean;
  /** Width of an address in bytes. */
  readonly wordSize: 4 | 8;
  /** As Go's GOARCH names it; undefined where it is none of the common ones. */
  readonly architecture?: string;
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
}

/** One program, or several in a universal Mach-O binary; or why there are none. Never throws. */
export type ProgramsRead =
  | { readonly kind: 'programs'; readonly programs: readonly Program[] }
  | { readonly kind: 'not-a-program' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** The first section of that name. */
export function findSection(program: Program, name: string): Section | undefined {
  return program.sections.find((section) => section.name === name);
}

/** A section's bytes as far as the file has them. */
export function sectionBytes(program: Program, section: Section): Buffer {
  return program.bytes.subarray(section.offset, section.offset + section.size);
}

/** The bytes from a virtual address to the end of its segment, as far as the file has them; undefined: not mapped. */
export function bytesAt(program: Program, address: number): Buffer | undefined {
  for (const segment of program.segments) {
    if (address < segment.address || address >= segment.address + segment.size) continue;
    const offset = segment.offset + (address - segment.address);
    const found = program.bytes.subarray(offset, segment.offset + segment.size);
    return found.length > 0 ? found : undefined;
  }
  return undefined;
}
