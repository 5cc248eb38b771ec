/** Bounds on what a publisher, or someone in its place, may send. Sizes are bytes. */
export interface AdvisoryLimits {
  /** One file as it is stored or sent: an archive, a JSON export. */
  readonly fileBytes: number;
  /** One file after decompression that has to be in memory at once. */
  readonly unpackedBytes: number;
  /** Members of one zip archive. */
  readonly archiveEntries: number;
  /** Decompressed bytes of all members of one zip archive; one member is in memory at a time. */
  readonly archiveBytes: number;
  /** Decompressed ÷ compressed size of one member or file, judged above 1 MiB. */
  readonly compressionRatio: number;
  /** One record: an OSV document, one CVE of a tracker. */
  readonly recordBytes: number;
  /** One VEX document. */
  readonly vexBytes: number;
  /** Files looked at below one folder of VEX documents. */
  readonly vexFiles: number;
}

const MiB = 1024 * 1024;

export const defaultAdvisoryLimits: AdvisoryLimits = {
  fileBytes: 1024 * MiB,
  unpackedBytes: 512 * MiB,
  archiveEntries: 4_000_000,
  archiveBytes: 32 * 1024 * MiB,
  compressionRatio: 1000,
  recordBytes: 8 * MiB,
  vexBytes: 64 * MiB,
  vexFiles: 200_000,
};
