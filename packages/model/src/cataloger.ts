import type { Distribution } from './distribution.ts';
import type { FileEntry } from './image.ts';
import type { FoundPackage, PackageType } from './package.ts';
import type { Unknown } from './unknown.ts';

/** One wanted file, whole and in memory. */
export interface CatalogFile {
  readonly entry: FileEntry;
  readonly bytes: Buffer;
}

/** Files that belong to a package, as its package manager records them. */
export interface OwnedFiles {
  readonly type: PackageType;
  readonly name: string;
  readonly architecture?: string;
  /** Normalized like `FileEntry.path`. */
  readonly paths: readonly string[];
}

/** A licence that stands elsewhere than the package's own record, such as Debian's `copyright` files. */
export interface DeclaredLicense {
  readonly type: PackageType;
  readonly name: string;
  readonly license: string;
}

/** What one file says. All lists may be empty; an unreadable record is an unknown, never silence. */
export interface CatalogResult {
  readonly packages?: readonly FoundPackage[];
  readonly unknowns?: readonly Unknown[];
  readonly owned?: readonly OwnedFiles[];
  readonly licenses?: readonly DeclaredLicense[];
  readonly distributions?: readonly Distribution[];
}

/**
 * When a cataloger runs: `always`; `lockfiles` when a directory is scanned, or in images on request: what they declare
 * need not be installed.
 */
export type CatalogerScope = 'always' | 'lockfiles';

/**
 * Turns one kind of file into packages. Pure: bytes in, facts out. Never executes or follows anything.
 * Every implementation passes the contract suite in testkit.
 */
export interface Cataloger {
  /** Stable, kebab-case; recorded with every package. */
  readonly id: string;
  /** Raised when its results change, so that stored inventories are made again. */
  readonly version: number;
  readonly scope: CatalogerScope;
  /** Types of the packages it finds, for the support table. */
  readonly finds: readonly PackageType[];
  /** Globs over the path, matched whole: `**` any segments, `*` within a segment, `?`, `[ab]`, `{a,b}`. */
  readonly globs: readonly string[];
  /** Narrows the globs: false where it would find nothing in a file of this path. Absent: the globs say it all. */
  readonly wants?: (path: string) => boolean;
  /** What `wants` looks for in the segments of a path: paths that agree in these and in the globs are answered alike. */
  readonly segments?: readonly RegExp[];
  /** Also wants every ELF, Mach-O or PE program, wherever it stands. */
  readonly programs?: boolean;
  /** Below the fileBytes limit where the format is never that large. Bytes. */
  readonly maxBytes?: number;
  catalog(file: CatalogFile): CatalogResult | Promise<CatalogResult>;
}
