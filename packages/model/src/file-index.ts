import type { FileType } from './image.ts';

/** What a dynamic ELF object needs and provides (System V ABI, dynamic section). */
export interface ElfLinks {
  readonly needed: readonly string[];
  readonly soname?: string;
}

/** One visible path of an image, kept for questions that come later: setuid programs, owners, who links what. */
export interface IndexedFile {
  readonly path: string;
  readonly type: FileType;
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly linkTarget?: string;
  /** Index of the layer that it is visible from. */
  readonly layer: number;
  /** Purl of the OS package that owns it. */
  readonly owner?: string;
  readonly elf?: ElfLinks;
}
