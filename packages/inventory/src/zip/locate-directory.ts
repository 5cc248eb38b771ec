import type { UnknownCode } from '@pratique/model';

/** Why an archive or one of its members could not be read. */
export interface ZipProblem {
  readonly code: UnknownCode;
  readonly reason: string;
}

/** An archive in memory whose directory was found. */
export interface ZipArchive {
  readonly bytes: Buffer;
  /** Members that the archive says it has. */
  readonly declaredMembers: number;
  readonly directoryStart: number;
  readonly directoryEnd: number;
  /** Bytes before the archive, such as the start script of an executable jar, that offsets do not count. */
  readonly prefix: number;
}

const END_SIGNATURE = 0x06054b50;
const LOCAL_SIGNATURE = 0x04034b50;
const MEMBER_SIGNATURE = 0x02014b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const END_RECORD = 22;
const ZIP64_LOCATOR = 20;
const ZIP64_END_RECORD = 56;
const MAX_COMMENT = 0xffff;

const SEVERAL = 'is a zip archive that breaks off, or that another one was put behind';

/** What a field of the end record says where the value stands in the zip64 record (4.4.1.4). */
const IN_ZIP64 = { members: 0xffff, directoryBytes: 0xffffffff, directoryOffset: 0xffffffff } as const;

interface EndRecord {
  /** Where the directory ends: the first of the end records. */
  readonly at: number;
  readonly members: number;
  readonly directoryBytes: number;
  /** As written: relative to the start of the archive, which need not be the start of the file. */
  readonly directoryOffset: number;
}

function zip64EndRecord(bytes: Buffer, at: number): EndRecord | undefined {
  if (at < 0 || at + ZIP64_END_RECORD > bytes.length || bytes.readUInt32LE(at) !== ZIP64_END_SIGNATURE)
    return undefined;
  return {
    at,
    members: Number(bytes.readBigUInt64LE(at + 32)),
    directoryBytes: Number(bytes.readBigUInt64LE(at + 40)),
    directoryOffset: Number(bytes.readBigUInt64LE(at + 48)),
  };
}

/** Whether two records agree where the short one does not leave it to the long one. Java goes by the short one otherwise. */
function agree(short: EndRecord, long: EndRecord): boolean {
  const keys = ['members', 'directoryBytes', 'directoryOffset'] as const;
  return keys.every((key) => short[key] === long[key] || short[key] === IN_ZIP64[key]);
}

function readEndRecord(bytes: Buffer, at: number): EndRecord {
  const short: EndRecord = {
    at,
    members: bytes.readUInt16LE(at + 10),
    directoryBytes: bytes.readUInt32LE(at + 12),
    directoryOffset: bytes.readUInt32LE(at + 16),
  };
  const locator = at - ZIP64_LOCATOR;
  if (locator < 0 || bytes.readUInt32LE(locator) !== ZIP64_LOCATOR_SIGNATURE) return short;
  const stated = Number(bytes.readBigUInt64LE(locator + 8));
  // The stated offset is wrong by the length of whatever was put before the archive; then the record stands just here.
  const long = zip64EndRecord(bytes, stated) ?? zip64EndRecord(bytes, locator - ZIP64_END_RECORD);
  return long && agree(short, long) ? long : short;
}

/** The archive that an end record describes, if a directory really stands where it says. */
function archiveOf(bytes: Buffer, record: EndRecord): ZipArchive | undefined {
  const directoryStart = record.at - record.directoryBytes;
  const prefix = directoryStart - record.directoryOffset;
  if (!(directoryStart >= 0 && prefix >= 0)) return undefined;
  const empty = record.members === 0 && record.directoryBytes === 0;
  if (!empty && (record.directoryBytes < 46 || bytes.readUInt32LE(directoryStart) !== MEMBER_SIGNATURE)) {
    return undefined;
  }
  return { bytes, declaredMembers: record.members, directoryStart, directoryEnd: record.at, prefix };
}

/**
 * Finds the central directory by the end record, searched backwards over the longest possible comment, as Java does
 * (APPNOTE 4.3.16). An archive may have bytes before it (start scripts) and after it (padding, signatures).
 */
export function locateDirectory(bytes: Buffer): ZipArchive | ZipProblem {
  const lowest = Math.max(0, bytes.length - END_RECORD - MAX_COMMENT);
  const begins = bytes.length >= 4 && bytes.readUInt32LE(0) === LOCAL_SIGNATURE;
  for (let at = bytes.length - END_RECORD; at >= lowest; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END_SIGNATURE) continue;
    const archive = archiveOf(bytes, readEndRecord(bytes, at));
    if (!archive) continue;
    // A file that begins as an archive and whose last directory starts later broke off after a stored inner archive, or
    // has two archives, of which Java sees the last. An earlier directory would be another one than Java's.
    if (begins && archive.prefix > 0) return { code: 'unreadable', reason: SEVERAL };
    return archive;
  }
  return begins
    ? { code: 'unreadable', reason: 'is a zip archive that breaks off: it has no directory' }
    : { code: 'malformed', reason: 'is not a zip archive' };
}
