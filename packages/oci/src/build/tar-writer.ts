import { BLOCK } from '../tar/header.ts';

interface EntryAttributes {
  /** Written as given; a hostile one too, since tests need such archives. */
  readonly path: string;
  /** Permission bits; 0o644 for files, 0o755 for directories unless said. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970; 0 unless said, so that equal content gives equal bytes. */
  readonly mtime?: number;
}

/** What a tar archive shall hold. `whiteout` removes its path from lower layers, `opaque` empties its directory. */
export type TarEntry = EntryAttributes &
  (
    | { readonly type?: 'file'; readonly content?: Uint8Array | string }
    | { readonly type: 'directory' | 'fifo' | 'whiteout' | 'opaque' }
    | { readonly type: 'symlink' | 'hardlink'; readonly target: string }
    | { readonly type: 'character-device' | 'block-device'; readonly major: number; readonly minor: number }
  );

const flags = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
  whiteout: '0',
  opaque: '0',
} as const;

const MAX_NAME = 100;
const MAX_OWNER = 0o7777777;
const MAX_SIZE = 0o77777777777;
const zeroBlocks = Buffer.alloc(2 * BLOCK);

/** The name under which an entry stands in the archive. */
function archivedName({ path, type }: TarEntry): string {
  if (type === 'directory') return path.endsWith('/') ? path : `${path}/`;
  if (type === 'opaque') return path === '' ? '.wh..wh..opq' : `${path}/.wh..wh..opq`;
  if (type !== 'whiteout') return path;
  const slash = path.lastIndexOf('/');
  return `${path.slice(0, slash + 1)}.wh.${path.slice(slash + 1)}`;
}

function writeOctal(block: Buffer, value: number, start: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, start, 'latin1');
}

interface HeaderFields {
  readonly name: string;
  readonly linkName: string;
  readonly flag: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly major?: number;
  readonly minor?: number;
}

function headerBlock(fields: HeaderFields): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(fields.name, 0, MAX_NAME);
  writeOctal(block, fields.mode & 0o7777, 100, 8);
  writeOctal(block, Math.min(fields.uid, MAX_OWNER), 108, 8);
  writeOctal(block, Math.min(fields.gid, MAX_OWNER), 116, 8);
  writeOctal(block, Math.min(fields.size, MAX_SIZE), 124, 12);
  writeOctal(block, Math.max(0, Math.floor(fields.mtime)), 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(fields.flag, 156, 'latin1');
  block.write(fields.linkName, 157, MAX_NAME);
  block.write('ustar\x0000', 257, 'latin1');
  if (fields.major !== undefined) {
    writeOctal(block, fields.major, 329, 8);
    writeOctal(block, fields.minor ?? 0, 337, 8);
  }
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** One PAX record: its length counts itself (POSIX.1-2017 pax, "Extended Header"). */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length + rest !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function needsPax(text: string): boolean {
  return Buffer.byteLength(text) > MAX_NAME || /[^\x20-\x7e]/.test(text);
}

function paxRecords(fields: HeaderFields): string {
  let records = '';
  if (needsPax(fields.name)) records += paxRecord('path', fields.name);
  if (needsPax(fields.linkName)) records += paxRecord('linkpath', fields.linkName);
  if (fields.size > MAX_SIZE) records += paxRecord('size', String(fields.size));
  if (fields.uid > MAX_OWNER) records += paxRecord('uid', String(fields.uid));
  if (fields.gid > MAX_OWNER) records += paxRecord('gid', String(fields.gid));
  return records;
}

/**
 * Writes a tar archive piece by piece: ustar headers, with PAX headers where a name, size or owner needs one. The same
 * entries give the same bytes.
 */
export class TarWriter {
  readonly #push: (chunk: Buffer) => void;

  /** `push` receives the archive's bytes in order. */
  constructor(push: (chunk: Buffer) => void) {
    this.#push = push;
  }

  add(entry: TarEntry): void {
    const content = contentOf(entry);
    const fields: HeaderFields = {
      name: archivedName(entry),
      linkName: 'target' in entry ? entry.target : '',
      flag: flags[entry.type ?? 'file'],
      size: content.length,
      mode: entry.mode ?? (entry.type === 'directory' ? 0o755 : 0o644),
      uid: entry.uid ?? 0,
      gid: entry.gid ?? 0,
      mtime: entry.mtime ?? 0,
      ...('major' in entry && { major: entry.major, minor: entry.minor }),
    };
    const records = paxRecords(fields);
    if (records !== '') {
      const bytes = Buffer.from(records);
      const pax = { ...fields, name: 'PaxHeaders/entry', linkName: '', flag: 'x', size: bytes.length };
      this.#push(headerBlock(pax));
      this.#pushPadded(bytes);
    }
    this.#push(headerBlock(fields));
    this.#pushPadded(content);
  }

  #pushPadded(content: Buffer): void {
    if (content.length === 0) return;
    this.#push(content);
    const padding = (BLOCK - (content.length % BLOCK)) % BLOCK;
    if (padding > 0) this.#push(zeroBlocks.subarray(0, padding));
  }

  /** Ends the archive with its two zero blocks. */
  finish(): void {
    this.#push(zeroBlocks);
  }
}

function contentOf(entry: TarEntry): Buffer {
  if (!('content' in entry) || entry.content === undefined) return Buffer.alloc(0);
  const { content } = entry;
  if (typeof content === 'string') return Buffer.from(content);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

/** A whole tar archive in memory. */
export function writeTar(entries: Iterable<TarEntry>): Buffer {
  const chunks: Buffer[] = [];
  const writer = new TarWriter((chunk) => chunks.push(chunk));
  for (const entry of entries) writer.add(entry);
  writer.finish();
  return Buffer.concat(chunks);
}
