import type { Unknown } from './unknown.ts';

/** A content digest as OCI writes it (image-spec, descriptor.md, "Digests"). */
export type Digest = `sha256:${string}` | `sha512:${string}`;

/** OCI image-index platform: GOOS, GOARCH and the architecture's variant. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Every name under which a runtime may report this one image: `imageID` may be any of the digests. */
export interface ImageIdentity {
  /** References that named it, as the user or the archive wrote them. */
  readonly references: readonly string[];
  readonly indexDigest?: Digest;
  readonly manifestDigest: Digest;
  readonly configDigest: Digest;
  readonly platform: Platform;
}

/** One line of an image's build history (image-spec, config.md, "history"). */
export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy?: string;
  readonly comment?: string;
  readonly emptyLayer: boolean;
}

/** The parts of an image configuration that later questions need (image-spec, config.md). */
export interface ImageConfig {
  readonly created?: string;
  readonly author?: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: boolean;
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly Digest[];
}

/** What a path is. `whiteout` removes the path from lower layers, `opaque` hides a directory's lower content. */
export type FileType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  | 'whiteout'
  | 'opaque';

/** One path of a layer or directory tree. */
export interface FileEntry {
  /**
   * Relative to the root, `/`-separated, normalized: no leading slash, no `.` and no `..` segments. Bytes that are no UTF-8
   * are lone surrogates, each its own: `toWellFormed()` before it is shown.
   */
  readonly path: string;
  readonly type: FileType;
  /** Bytes of content; 0 for all but files. */
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky: `0o7777` at most. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a symlink (as written, never followed) or of a hard link (normalized like `path`). */
  readonly linkTarget?: string;
}

/** Receives one file's content in order. A returned promise is awaited before the next chunk. */
export interface FileSink {
  write(chunk: Uint8Array): void | Promise<void>;
  end(): void | Promise<void>;
  /** True once it wants no more of the content: a reader that can skip goes on to `end` without the rest. */
  readonly satisfied?: boolean;
  /** The file's bytes broke off or a bound was exceeded: what was written is not the whole file. */
  abort(reason: string): void;
}

/** Is told every entry in archive order, and answers with a sink for the few files whose bytes it wants. */
export interface FileVisitor {
  entry(entry: FileEntry): FileSink | undefined | Promise<FileSink | undefined>;
}

/** What reading a layer to its end established. */
export interface LayerRead {
  readonly entries: number;
  readonly unpackedBytes: number;
  /** Entries that could not be read, or were left out because a bound was exceeded. */
  readonly unknowns: readonly Unknown[];
}

/** One layer, or the whole tree of a directory target. */
export interface Layer {
  /** 0 is the lowest. */
  readonly index: number;
  /** Digest of the blob as stored (compressed). Absent for a directory tree. */
  readonly digest?: Digest;
  /** Digest of the uncompressed tar. Absent for a directory tree. */
  readonly diffId?: Digest;
  readonly mediaType: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly createdBy?: string;
  /**
   * Reads the layer once, front to back, verifying digest and diffID as the bytes pass.
   * @throws PratiqueError `oci/digest-mismatch`, `oci/layer-unreadable` and others of the oci table.
   */
  read(visitor: FileVisitor, signal?: AbortSignal): Promise<LayerRead>;
}

/** An image (or directory tree) opened for reading. Close it when done. */
export interface OpenImage {
  /** Absent for `dir:`, `rootfs:` and `host:`. */
  readonly identity?: ImageIdentity;
  readonly config?: ImageConfig;
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers: readonly Layer[];
  /** The layer diffIDs of another image of the same archive or registry, to tell base layers; undefined if not there. */
  baseLayers(digest: Digest): Promise<readonly Digest[] | undefined>;
  close(): Promise<void>;
}

/** The spellings of TARGET that say where an image or tree is read from. */
export type SourceKind =
  | 'registry'
  | 'docker-archive'
  | 'oci-archive'
  | 'oci-dir'
  | 'docker-daemon'
  | 'dir'
  | 'rootfs'
  | 'host';

/** Where images come from. Every implementation passes the contract suite in testkit. */
export interface ImageSource {
  readonly kind: SourceKind;
  /** The target as the user wrote it, without credentials. */
  readonly target: string;
  open(options?: { platform?: Platform; signal?: AbortSignal }): Promise<OpenImage>;
}
