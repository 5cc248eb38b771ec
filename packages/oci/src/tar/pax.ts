import { decodeText, TarFormatError } from './header.ts';

/** The records of a PAX extended header that say where a member is and how long; the rest is passed over. */
export interface PaxRecords {
  path?: string;
  linkPath?: string;
  size?: number;
  uid?: number;
  gid?: number;
  /** `GNU.sparse.*` records without that prefix; the last of each name. */
  sparse?: Map<string, string>;
  /** Offsets and lengths of PAX sparse format 0.0, where these records repeat: alternating. */
  sparsePairs?: number[];
}

const SPARSE = 'GNU.sparse.';

function readDecimal(text: string, what: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new TarFormatError(`an extended header has a ${what} that is no number`);
  return value;
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw new TarFormatError('an extended header has a path with a NUL character');
  return text;
}

function applySparse(records: PaxRecords, key: string, value: string): void {
  if (key === 'offset' || key === 'numbytes') {
    const pairs = (records.sparsePairs ??= []);
    if ((pairs.length % 2 === 0) !== (key === 'offset')) throw new TarFormatError('a sparse map is out of order');
    pairs.push(readDecimal(value, 'sparse map'));
  } else (records.sparse ??= new Map()).set(key, value);
}

/** An owner that is out of range is not worth refusing a layer for. */
function readOwner(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function apply(records: PaxRecords, key: string, value: () => string): void {
  // An empty value takes back what an earlier record or the header said (POSIX pax, "Extended Header").
  if (key === 'path') records.path = withoutNul(value()) || undefined;
  else if (key === 'linkpath') records.linkPath = withoutNul(value()) || undefined;
  else if (key === 'size') {
    const text = value();
    records.size = text === '' ? undefined : readDecimal(text, 'size');
  } else if (key === 'uid') records.uid = readOwner(value());
  else if (key === 'gid') records.gid = readOwner(value());
  else if (key.startsWith(SPARSE)) applySparse(records, key.slice(SPARSE.length), value());
}

/** NaN where there is no number: it compares false with everything. */
function readLength(data: Buffer, start: number, end: number): number {
  if (end <= start || end - start > 10) return Number.NaN;
  const text = data.toString('latin1', start, end);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Reads the records `LENGTH KEY=VALUE\n` of a PAX extended header (POSIX.1-2017 pax).
 * @throws TarFormatError where the records do not fill the header exactly
 */
export function readPaxRecords(data: Buffer): PaxRecords {
  const records: PaxRecords = {};
  let at = 0;
  // Some writers pad with NULs within the stated size.
  while (at < data.length && data[at] !== 0) {
    const space = data.indexOf(0x20, at);
    const end = at + readLength(data, at, space);
    if (!(end <= data.length) || end <= space + 1 || data[end - 1] !== 0x0a)
      throw new TarFormatError('an extended header has a malformed record');
    const equals = data.indexOf(0x3d, space + 1);
    if (equals < 0 || equals >= end) throw new TarFormatError('an extended header has a record without a value');
    apply(records, data.toString('utf8', space + 1, equals), () => decodeText(data, equals + 1, end - 1));
    at = end;
  }
  return records;
}
