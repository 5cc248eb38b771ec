import { readVarint } from './varint.ts';

/** A column's value: text and blobs as bytes; numbers beyond 48 bits and floats, which nothing here needs, as null. */
export type Column = number | Buffer | null;

/** Columns of a record that are looked at. */
const MAX_COLUMNS = 16;

/** Bytes of content by serial type (fileformat2, 2.1); undefined for the reserved ones. */
function contentLength(serialType: number): number | undefined {
  if (serialType >= 12) return Math.floor((serialType - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][serialType];
}

function columnValue(serialType: number, content: Buffer): Column {
  if (serialType >= 12) return content;
  if (serialType === 8) return 0;
  if (serialType === 9) return 1;
  return serialType >= 1 && serialType <= 5 ? content.readIntBE(0, content.length) : null;
}

/** Decodes the first columns of a record; undefined where its header and its length do not agree. */
export function decodeRecord(payload: Buffer): readonly Column[] | undefined {
  const header = readVarint(payload, 0);
  if (!header || header.value > payload.length) return undefined;
  const columns: Column[] = [];
  let at = header.end;
  let content = header.value;
  while (at < header.value && columns.length < MAX_COLUMNS) {
    const serialType = readVarint(payload, at);
    const length = serialType && contentLength(serialType.value);
    if (!serialType || length === undefined || content + length > payload.length) return undefined;
    columns.push(columnValue(serialType.value, payload.subarray(content, content + length)));
    content += length;
    at = serialType.end;
  }
  return columns;
}
