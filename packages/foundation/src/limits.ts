/**
 * Bounds on hostile input. Exceeding one makes an `Unknown` where the rest can still be read, and a typed error
 * where it cannot. All sizes are bytes.
 */
export interface Limits {
  /** Files, directories and links in one layer. */
  readonly layerEntries: number;
  /** Length of one path within a layer. */
  readonly pathLength: number;
  /** Decompressed size of one layer. */
  readonly layerBytes: number;
  /** Decompressed ÷ compressed size of one blob, judged once more than 64 MiB came out. */
  readonly compressionRatio: number;
  /** One file that a cataloger wants in memory. */
  readonly fileBytes: number;
  /** All files in memory at once, over all layers being read. */
  readonly bufferedBytes: number;
  /** A manifest, index or image configuration. */
  readonly manifestBytes: number;
  /** Archives within archives: jar in war in ear. */
  readonly nestingDepth: number;
  /** Members of one zip archive. */
  readonly zipEntries: number;
  /** Decompressed bytes that are read of one zip archive, nested ones included. */
  readonly zipBytes: number;
  /** One advisory, VEX or SBOM document. */
  readonly documentBytes: number;
  /** Files, directories and links in all layers of one image. */
  readonly imageEntries: number;
  /** Characters of all paths in all layers of one image. */
  readonly imagePaths: number;
  /** Files that the index of one image remembers. */
  readonly indexedFiles: number;
  /** Packages that one file may declare. */
  readonly packagesPerFile: number;
  /** Packages that all files in all layers of one image may declare, hidden ones included. */
  readonly packagesPerImage: number;
  /** Characters of all paths that the package databases in all layers of one image list. */
  readonly ownedPaths: number;
  /** Unknowns of one image that are kept one by one; more are counted. */
  readonly unknowns: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const defaultLimits: Limits = {
  layerEntries: 2_000_000,
  pathLength: 4096,
  layerBytes: 64 * 1024 * MiB,
  compressionRatio: 1000,
  fileBytes: 256 * MiB,
  bufferedBytes: 256 * MiB,
  manifestBytes: 8 * MiB,
  nestingDepth: 16,
  zipEntries: 200_000,
  zipBytes: 1024 * MiB,
  documentBytes: 512 * MiB,
  imageEntries: 2_000_000,
  imagePaths: 256 * MiB,
  indexedFiles: 1_000_000,
  packagesPerFile: 200_000,
  packagesPerImage: 300_000,
  ownedPaths: 192 * MiB,
  unknowns: 10_000,
};
