import { reasonOf } from '@pratique/foundation';
import { promisify } from 'node:util';
import { crc32, inflateRaw, inflateRawSync } from 'node:zlib';
import { locateDirectory, type ZipArchive, type ZipProblem } from './locate-directory.ts';

export type { ZipArchive, ZipProblem } from './locate-directory.ts';

/** One line of the central directory (APPNOTE 4.3.12). Sizes and offsets are bytes and not yet checked. */
export interface ZipMember {
  /** `/`-separated as stored; may hold `..` or a leading slash: it is a label, never a path to write to. */
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Offset of the local header within the whole buffer. */
  readonly offset: number;
}

const MEMBER_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const MEMBER_HEADER = 46;
const LOCAL_HEADER = 30;
const UTF8_NAMES = 0x800;
const ENCRYPTED = 0x1;
const ZIP64_EXTRA = 0x0001;
const IN_ZIP64 = 0xffffffff;

/** Smaller members are inflated at once: a turn through the thread pool costs more. Bytes. */
const SYNC_BYTES = 256 * 1024;

/** Memory that is set aside for a member before its bytes come; they may be fewer than the directory says. */
const CHUNK_BYTES = 1024 * 1024;

const inflateInPool = promisify(inflateRaw);

/** Finds the directory of a zip archive, wherever in the buffer the archive begins and ends. */
export function openZip(bytes: Buffer): ZipArchive | ZipProblem {
  return locateDirectory(bytes);
}

/** True where opening or reading failed. */
export function isProblem(value: object): value is ZipProblem {
  return 'reason' in value;
}

/** Sizes and offset that do not fit 32 bits stand in an extra field, in this order, only where needed (4.5.3). */
function zip64Values(extra: Buffer, wanted: readonly number[]): readonly number[] | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const size = extra.readUInt16LE(at + 2);
    const end = at + 4 + size;
    if (end > extra.length) return undefined;
    if (id === ZIP64_EXTRA) {
      let cursor = at + 4;
      return wanted.map((value) => {
        if (value !== IN_ZIP64 || cursor + 8 > end) return value;
        const long = Number(extra.readBigUInt64LE(cursor));
        cursor += 8;
        return long;
      });
    }
    at = end;
  }
  return undefined;
}

function readMemberHeader(archive: ZipArchive, at: number): { member: ZipMember; next: number } | undefined {
  const { bytes, directoryEnd } = archive;
  if (at + MEMBER_HEADER > directoryEnd || bytes.readUInt32LE(at) !== MEMBER_SIGNATURE) return undefined;
  const flags = bytes.readUInt16LE(at + 8);
  const nameEnd = at + MEMBER_HEADER + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > directoryEnd) return undefined;
  let size = bytes.readUInt32LE(at + 24);
  let packed = bytes.readUInt32LE(at + 20);
  let offset = bytes.readUInt32LE(at + 42);
  if (size === IN_ZIP64 || packed === IN_ZIP64 || offset === IN_ZIP64) {
    const long = zip64Values(bytes.subarray(nameEnd, extraEnd), [size, packed, offset]);
    if (long) [size = 0, packed = 0, offset = 0] = long;
  }
  const name = bytes.toString(flags & UTF8_NAMES ? 'utf8' : 'latin1', at + MEMBER_HEADER, nameEnd);
  return {
    next,
    member: {
      name: name.includes('\\') ? name.replaceAll('\\', '/') : name,
      method: bytes.readUInt16LE(at + 10),
      encrypted: (flags & ENCRYPTED) !== 0,
      crc32: bytes.readUInt32LE(at + 16),
      packedBytes: packed,
      bytes: size,
      offset: offset + archive.prefix,
    },
  };
}

/**
 * Calls `visit` for every member of the central directory in order, at most `maxMembers`. Returns why it stopped early,
 * or undefined when the directory was read to its end. Members that were visited stay valid.
 */
export function eachMember(
  archive: ZipArchive,
  maxMembers: number,
  visit: (member: ZipMember) => void,
): ZipProblem | undefined {
  let at = archive.directoryStart;
  let seen = 0;
  while (at < archive.directoryEnd) {
    if (seen === maxMembers) return { code: 'too-large', reason: `has more than ${maxMembers} members` };
    const header = readMemberHeader(archive, at);
    if (!header) {
      return {
        code: 'malformed',
        reason: `its directory breaks off after ${seen} of ${archive.declaredMembers} members`,
      };
    }
    visit(header.member);
    seen += 1;
    at = header.next;
  }
  return undefined;
}

/** The stored bytes of a member, or why they cannot be what the directory says. */
function packedContent(archive: ZipArchive, member: ZipMember): Buffer | ZipProblem {
  const { bytes } = archive;
  const { offset } = member;
  if (offset + LOCAL_HEADER > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) {
    return { code: 'malformed', reason: 'a member is not where the directory says' };
  }
  const start = offset + LOCAL_HEADER + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  // The directory's sizes count: the local ones are zero where a data descriptor follows the content (4.4.4, bit 3).
  if (start + member.packedBytes > bytes.length) return { code: 'malformed', reason: 'a member goes past the end' };
  return bytes.subarray(start, start + member.packedBytes);
}

/**
 * The content of a member: whole, at most `maxBytes`, and with the checksum that the directory states; or why not.
 * Never throws.
 */
export async function readMember(
  archive: ZipArchive,
  member: ZipMember,
  maxBytes: number,
): Promise<Buffer | ZipProblem> {
  if (member.encrypted) return { code: 'unsupported', reason: 'is encrypted' };
  if (member.bytes > maxBytes) return { code: 'too-large', reason: `is larger than ${maxBytes} bytes` };
  const packed = packedContent(archive, member);
  if (isProblem(packed)) return packed;
  const content = await unpack(packed, member);
  if (isProblem(content)) return content;
  if (content.length !== member.bytes) return { code: 'malformed', reason: 'is not as long as the directory says' };
  if (crc32(content) !== member.crc32) return { code: 'malformed', reason: 'does not have the checksum it should' };
  return content;
}

async function unpack(packed: Buffer, member: ZipMember): Promise<Buffer | ZipProblem> {
  if (member.method === 0) return packed;
  if (member.method !== 8) {
    return { code: 'unsupported', reason: `is compressed with method ${member.method}, which is not read` };
  }
  // Inflating stops as soon as one byte more comes out than the directory says.
  const maxOutputLength = Math.max(1, member.bytes);
  // In one piece where that is possible: with one byte to spare it is known to be the last.
  const options = { maxOutputLength, chunkSize: Math.min(Math.max(64, member.bytes + 1), CHUNK_BYTES) };
  try {
    return member.bytes <= SYNC_BYTES ? inflateRawSync(packed, options) : await inflateInPool(packed, options);
  } catch (error) {
    return { code: 'malformed', reason: `cannot be decompressed: ${reasonOf(error).slice(0, 80)}` };
  }
}
