import { type HeaderBlob, unreadable } from '../header-blob.ts';

const HEADER_MAGIC = 0x506d_7052; // "RpmP"
const SLOT_MAGIC = 0x746f_6c53; // "Slot"
const BLOB_MAGIC = 0x5362_6c42; // "BlbS"
const SLOT_PAGE = 4096;
const SLOT = 16;
/** The file header takes the place of the first two slots. */
const FIRST_SLOT = 2 * SLOT;
const BLOCK = 16;
const BLOB_HEADER = 16;

/** Whether the bytes begin as rpm's own "ndb" database does. */
export function isNdb(bytes: Buffer): boolean {
  return bytes.length >= FIRST_SLOT && bytes.readUInt32LE(0) === HEADER_MAGIC;
}

function blobAt(bytes: Buffer, offset: number, index: number): HeaderBlob {
  if (offset + BLOB_HEADER > bytes.length) return unreadable('a slot points behind the end');
  if (bytes.readUInt32LE(offset) !== BLOB_MAGIC || bytes.readUInt32LE(offset + 4) !== index) {
    return unreadable('a slot points at what is not its header');
  }
  const length = bytes.readUInt32LE(offset + 12);
  const start = offset + BLOB_HEADER;
  if (length > bytes.length - start) return unreadable('a header claims more bytes than there are');
  return { ok: true, bytes: bytes.subarray(start, start + length) };
}

/** The header blobs of `Packages.db` (rpm lib/backend/ndb/rpmpkg.c). All numbers are little-endian. */
export function* readNdb(bytes: Buffer): Generator<HeaderBlob, undefined> {
  if (!isNdb(bytes)) {
    yield unreadable('is no ndb database');
    return undefined;
  }
  const version = bytes.readUInt32LE(4);
  const slotPages = bytes.readUInt32LE(12);
  if (version !== 0) {
    yield unreadable(`has version ${version}, which is not known`);
    return undefined;
  }
  const end = slotPages * SLOT_PAGE;
  if (end > bytes.length || slotPages === 0) yield unreadable('has fewer slot pages than it says');
  // Headers do not overlap: past the file's own size, slots point at the same bytes again.
  let room = bytes.length;
  for (let slot = FIRST_SLOT; slot + SLOT <= Math.min(end, bytes.length); slot += SLOT) {
    if (bytes.readUInt32LE(slot) !== SLOT_MAGIC) {
      yield unreadable('the table of slots is damaged');
      return undefined;
    }
    const index = bytes.readUInt32LE(slot + 4);
    const block = bytes.readUInt32LE(slot + 8);
    if (index === 0 || block === 0) continue;
    const blob = blobAt(bytes, block * BLOCK, index);
    if (blob.ok) room -= blob.bytes.length;
    if (room < 0) {
      yield unreadable('headers overlap');
      return undefined;
    }
    yield blob;
  }
  return undefined;
}
