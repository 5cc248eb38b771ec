import { isUtf8 } from 'node:buffer';

/** Bytes of a tar block: headers are one, contents are padded to whole ones. */
export const BLOCK = 512;

/** The archive breaks the tar format in a way that leaves the rest unreadable. */
export class TarFormatError extends Error {
  override readonly name = 'TarFormatError';
}

/** Type flags by character code (POSIX.1-2017 pax, GNU tar manual "Basic Tar Format"). */
export const Typeflag = {
  oldFile: 0,
  file: 0x30,
  hardlink: 0x31,
  symlink: 0x32,
  characterDevice: 0x33,
  blockDevice: 0x34,
  directory: 0x35,
  fifo: 0x36,
  solarisAcl: 0x41,
  gnuDirectory: 0x44,
  solarisAttributes: 0x45,
  inode: 0x49,
  gnuLongLink: 0x4b,
  gnuLongName: 0x4c,
  gnuContinuation: 0x4d,
  gnuOldLongName: 0x4e,
  gnuSparse: 0x53,
  gnuVolume: 0x56,
  solarisPax: 0x58,
  paxGlobal: 0x67,
  pax: 0x78,
} as const;

/** One header block, before extended headers are applied. */
export interface RawHeader {
  readonly name: string;
  readonly linkName: string;
  readonly typeflag: number;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Text of an archive. Bytes that are no UTF-8 become lone surrogates (U+DC80 to U+DCFF), so that two names are equal only
 * where their bytes are: replacement characters would let one file take the place of another.
 */
export function decodeText(block: Buffer, start: number, end: number): string {
  const text = block.toString('utf8', start, end);
  if (!text.includes('\ufffd') || isUtf8(block.subarray(start, end))) return text;
  return block
    .toString('latin1', start, end)
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/** The text of a field up to its first NUL. */
export function readText(block: Buffer, start: number, length: number): string {
  const nul = block.indexOf(0, start);
  return decodeText(block, start, nul < 0 || nul > start + length ? start + length : nul);
}

function readBase256(block: Buffer, start: number, length: number): number | undefined {
  // Bit 6 of the first byte is the sign. No field that we read may be negative.
  if (((block[start] as number) & 0x40) !== 0) return undefined;
  let value = (block[start] as number) & 0x3f;
  for (let i = start + 1; i < start + length; i++) value = value * 256 + (block[i] as number);
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * A numeric field: octal text padded with spaces or NULs, or the GNU base-256 form. Empty is 0. Undefined where it is
 * neither, negative, or past 2^53.
 */
export function readNumber(block: Buffer, start: number, length: number): number | undefined {
  if (((block[start] as number) & 0x80) !== 0) return readBase256(block, start, length);
  let at = start;
  let end = start + length;
  while (at < end && (block[at] === 0x20 || block[at] === 0)) at++;
  while (end > at && (block[end - 1] === 0x20 || block[end - 1] === 0)) end--;
  let value = 0;
  for (; at < end; at++) {
    const digit = (block[at] as number) - 0x30;
    if (digit < 0 || digit > 7) return block[at] === 0 ? value : undefined;
    value = value * 8 + digit;
  }
  return value;
}

/**
 * The sum of a block's bytes. Four at a time where they are aligned, as nearly always: most layers are over before the
 * compiler has seen this loop often enough to make it fast.
 */
function sumOf(block: Buffer): number {
  if (block.byteOffset % 4 !== 0) return block.subarray(0, BLOCK).reduce((sum, byte) => sum + byte, 0);
  const words = new Uint32Array(block.buffer, block.byteOffset, BLOCK / 4);
  // Two lanes of 16 bits: 256 bytes of 255 each just fit.
  let lanes = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    lanes = (lanes + (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff)) | 0;
  }
  return (lanes & 0xffff) + (lanes >>> 16);
}

function checksumMatches(block: Buffer, sum: number): boolean {
  const stored = readNumber(block, 148, 8);
  if (stored === undefined) return false;
  let unsigned = sum + 8 * 0x20;
  for (let i = 148; i < 156; i++) unsigned -= block[i] as number;
  if (stored === unsigned) return true;
  // Some historic writers added the bytes as signed characters.
  let high = 0;
  for (let i = 0; i < BLOCK; i++) if ((block[i] as number) > 0x7f && (i < 148 || i >= 156)) high++;
  return stored === unsigned - 256 * high;
}

function isUnparsableTime(block: Buffer, start: number): boolean {
  return block[start] !== 0 && readNumber(block, start, 12) === undefined;
}

/**
 * The part of the path that stands apart from the name. Which headers have one follows Go's archive/tar, the reader
 * inside Docker, containerd and Podman: what they unpack is what runs. It also accepts a prefix in GNU headers whose
 * time fields make no sense, because Go's own writer once produced such headers.
 */
function readPrefix(block: Buffer): string {
  const magic = block.toString('latin1', 257, 263);
  if (magic === 'ustar\0') return readText(block, 345, block.toString('latin1', 508, 512) === 'tar\0' ? 131 : 155);
  if (magic !== 'ustar ' || block.toString('latin1', 263, 265) !== ' \0') return '';
  if (!isUnparsableTime(block, 345) && !isUnparsableTime(block, 357)) return '';
  const prefix = readText(block, 345, 155);
  return Buffer.byteLength(prefix) === prefix.length ? prefix : '';
}

/**
 * Reads a header block. Undefined for the zero block that ends an archive. Owner and mode that make no sense read as 0.
 * @throws TarFormatError for a wrong checksum or a size that is no number
 */
export function readHeader(block: Buffer): RawHeader | undefined {
  const sum = sumOf(block);
  if (sum === 0) return undefined;
  if (!checksumMatches(block, sum)) throw new TarFormatError('a header has a wrong checksum');
  const size = readNumber(block, 124, 12);
  if (size === undefined) throw new TarFormatError('a header has a size that is no number');
  const name = readText(block, 0, 100);
  const prefix = block[345] === 0 ? '' : readPrefix(block);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: block[157] === 0 ? '' : readText(block, 157, 100),
    typeflag: block[156] as number,
    size,
    mode: (readNumber(block, 100, 8) ?? 0) & 0o7777,
    uid: readNumber(block, 108, 8) ?? 0,
    gid: readNumber(block, 116, 8) ?? 0,
  };
}
