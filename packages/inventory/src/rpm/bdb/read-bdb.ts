import { type HeaderBlob, unreadable } from '../header-blob.ts';
import { type DatabaseFile, HASH, HASH_UNSORTED, openDatabase, type Page } from './database-file.ts';

/** Kinds of items on a hash page (db_page.h). */
const KEYDATA = 1;
const OFFPAGE = 3;
/** type, unused, page number, total length. Bytes. */
const OFFPAGE_LENGTH = 12;

/** Reads data that stands in overflow pages. Each page is used once: that ends loops and bounds work and memory. */
class OverflowReader {
  readonly #file: DatabaseFile;
  readonly #used = new Set<number>();

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  read(first: number, length: number): HeaderBlob {
    if (length > this.#file.bytes.length) return unreadable('a header claims more bytes than there are');
    const pieces: Buffer[] = [];
    let left = length;
    for (let number = first; left > 0;) {
      const page = this.#used.has(number) ? undefined : this.#file.page(number);
      const content = page?.overflow;
      if (!page || !content) return unreadable(`overflow page ${number} is missing, damaged or used twice`);
      this.#used.add(number);
      pieces.push(content.subarray(0, left));
      left -= content.length;
      number = page.next;
    }
    return { ok: true, bytes: Buffer.concat(pieces) };
  }
}

/** The key of a row is the number of its header; 0 is the row that counts them. */
function isCounter(page: Page, offset: number): boolean {
  const isKey = page.bytes[offset] === KEYDATA && offset + 5 <= page.bytes.length;
  return isKey && page.uint32(offset + 1) === 0;
}

function valueAt(page: Page, offset: number, end: number, overflow: OverflowReader): HeaderBlob {
  const kind = page.bytes[offset];
  if (kind === OFFPAGE && offset + OFFPAGE_LENGTH <= page.bytes.length) {
    return overflow.read(page.uint32(offset + 4), page.uint32(offset + 8));
  }
  if (kind === KEYDATA && end > offset) return { ok: true, bytes: page.bytes.subarray(offset + 1, end) };
  return unreadable('a row is of a kind that rpm does not write');
}

function* rowsOf(page: Page, overflow: OverflowReader): Generator<HeaderBlob, undefined> {
  const items = page.items;
  if (!items) {
    yield unreadable('a page of rows is damaged');
    return undefined;
  }
  // Keys and values take turns; each item ends where the one before it begins, as they fill the page from its end.
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = items[i] as number;
    const value = items[i + 1] as number;
    if (!(value < key && key < page.bytes.length)) {
      yield unreadable('a row is out of its page');
      return undefined;
    }
    if (i > 0 && key >= (items[i - 1] as number)) {
      yield unreadable('rows of a page overlap');
      return undefined;
    }
    if (!isCounter(page, key)) yield valueAt(page, value, key, overflow);
  }
  return undefined;
}

/**
 * The header blobs of a Berkeley DB `Packages` file: a hash from header number to header. All hash pages are read in file
 * order: which bucket a row is in does not matter.
 */
export function* readBerkeleyDb(bytes: Buffer): Generator<HeaderBlob, undefined> {
  const file = openDatabase(bytes);
  if ('reason' in file) {
    yield unreadable(file.reason);
    return undefined;
  }
  if (file.lastPage >= file.pages)
    yield unreadable(`is cut off: ${file.pages} of ${file.lastPage + 1} pages are there`);
  const overflow = new OverflowReader(file);
  for (let number = 1; number < file.pages; number++) {
    const page = file.page(number);
    if (page && (page.type === HASH || page.type === HASH_UNSORTED)) yield* rowsOf(page, overflow);
  }
  return undefined;
}
