import type { Distribution } from './distribution.ts';
import type { Digest, ImageConfig, ImageIdentity } from './image.ts';
import type { Package } from './package.ts';
import type { Unknown } from './unknown.ts';

/** A layer as the SBOM remembers it. */
export interface SbomLayer {
  readonly index: number;
  readonly digest: Digest;
  readonly diffId: Digest;
  /** Bytes as stored. */
  readonly size: number;
  readonly createdBy?: string;
  readonly fromBase: 'yes' | 'no' | 'unknown';
}

/** The image that this one was built on, and how we know. */
export interface BaseImage {
  readonly name?: string;
  readonly digest?: Digest;
  /** `given`: --base; `label`: the base digest label or annotation, resolved; `unresolved`: named, but not to be had. */
  readonly how: 'given' | 'label' | 'unresolved';
  /** Number of lowest layers that it brought; 0 when unresolved. */
  readonly layers: number;
}

/** What was inventoried. */
export interface SbomSubject {
  readonly kind: 'image' | 'directory' | 'host';
  /** The target as the user wrote it. */
  readonly name: string;
  readonly image?: ImageIdentity;
  readonly config?: ImageConfig;
}

/** What a program may be used for that policies ask about. */
export type ProgramKind =
  | 'setuid'
  | 'setgid'
  | 'shell'
  | 'package-manager'
  | 'compiler'
  | 'ssh-server'
  | 'downloader'
  | 'network-tool'
  | 'debugger'
  | 'container-tool';

/** A program of an image that policies ask about. One that is of two kinds stands twice. */
export interface NotableProgram {
  readonly path: string;
  readonly kind: ProgramKind;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  /** Purl of the OS package that owns it. */
  readonly owner?: string;
}

/** Everything that stands in one image, directory or host. */
export interface Sbom {
  readonly subject: SbomSubject;
  readonly distribution?: Distribution;
  readonly packages: readonly Package[];
  readonly unknowns: readonly Unknown[];
  readonly layers: readonly SbomLayer[];
  readonly base?: BaseImage;
  /** Absent: not known. */
  readonly programs?: readonly NotableProgram[];
  /** Versions of the catalogers that made it: `{ dpkg: 1 }`. Empty when read from a foreign document. */
  readonly catalogers: Readonly<Record<string, number>>;
  /** RFC 3339. */
  readonly createdAt: string;
}
