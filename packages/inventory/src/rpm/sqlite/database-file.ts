const MAGIC = 'SQLite format 3\0';
/** The file header before the first page's b-tree. Bytes. */
export const FILE_HEADER = 100;

/** A SQLite database in memory, page by page (fileformat2, 1.2 and 1.3). */
export interface DatabaseFile {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Page size without the reserved bytes at its end. */
  readonly usableSize: number;
}

/** Whether the bytes begin as a SQLite database does. */
export function isSqlite(bytes: Buffer): boolean {
  return bytes.length >= FILE_HEADER && bytes.toString('latin1', 0, 16) === MAGIC;
}

/** Reads the file header, or says why the database cannot be read. */
export function openDatabase(bytes: Buffer): DatabaseFile | { readonly reason: string } {
  if (!isSqlite(bytes)) return { reason: 'is no SQLite database' };
  const written = bytes.readUInt16BE(16);
  const pageSize = written === 1 ? 65_536 : written;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    return { reason: `has an impossible page size of ${pageSize}` };
  const usableSize = pageSize - bytes.readUInt8(20);
  if (usableSize < 480) return { reason: 'reserves more of each page than SQLite allows' };
  const encoding = bytes.readUInt32BE(56);
  // 0 in a database that has no schema yet.
  if (encoding > 1) return { reason: 'is not in UTF-8' };
  return { bytes, pageSize, usableSize };
}

/** A page by number, the first is 1; undefined where the file does not hold the whole of it. */
export function pageOf({ bytes, pageSize }: DatabaseFile, number: number): Buffer | undefined {
  const end = number * pageSize;
  return number >= 1 && end <= bytes.length ? bytes.subarray(end - pageSize, end) : undefined;
}
