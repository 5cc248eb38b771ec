import { type RawHeader, Typeflag } from './header.ts';
import type { PaxRecords } from './pax.ts';
import type { SparseFile, SparseProblem } from './sparse-map.ts';

/** One member of a tar archive, extended headers applied. Names are as written: nothing about them is safe yet. */
export interface TarMember {
  readonly name: string;
  readonly linkName: string;
  readonly typeflag: number;
  /** Bytes of its real content. */
  readonly size: number;
  /** Bytes that are stored: fewer than `size` for sparse files. */
  readonly storedSize: number;
  /** Where its stored bytes begin in the archive. */
  readonly offset: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What extended headers say about the member that follows them. */
export interface Extensions {
  pax?: PaxRecords;
  longName?: string;
  longLink?: string;
}

/** Links, devices, directories and pipes: no bytes follow, whatever the header's size says (Go's archive/tar). */
function isHeaderOnly(typeflag: number): boolean {
  return typeflag >= Typeflag.hardlink && typeflag <= Typeflag.fifo;
}

function effectiveName(header: RawHeader, { pax, longName }: Extensions, sparse: boolean): string {
  // The order of precedence is that of Go's archive/tar: a reader with another order could be shown other paths.
  const sparseName = sparse ? pax?.sparse?.get('name') : undefined;
  // None of them counts where it is empty.
  return sparseName || longName || pax?.path || header.name;
}

/** Before ustar, a directory was a file whose name ends with a slash. */
function effectiveTypeflag(header: RawHeader, name: string): number {
  return header.typeflag === Typeflag.oldFile && name.endsWith('/') ? Typeflag.directory : header.typeflag;
}

/** Puts a member together from its header and what came before it. `offset` is where its data begins. */
export function resolveMember(
  header: RawHeader,
  extensions: Extensions,
  sparse: SparseFile | SparseProblem | undefined,
  offset: number,
): TarMember {
  const { pax, longLink } = extensions;
  const name = effectiveName(header, extensions, sparse !== undefined);
  const typeflag = effectiveTypeflag(header, name);
  const storedSize = isHeaderOnly(typeflag) ? 0 : (pax?.size ?? header.size);
  const realSize = sparse && 'realSize' in sparse && !isHeaderOnly(typeflag) ? sparse.realSize : storedSize;
  return {
    name,
    linkName: longLink || pax?.linkPath || header.linkName,
    typeflag,
    size: realSize,
    storedSize,
    offset,
    mode: header.mode,
    uid: pax?.uid ?? header.uid,
    gid: pax?.gid ?? header.gid,
  };
}
