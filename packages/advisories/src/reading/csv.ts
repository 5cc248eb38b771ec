/** Longest field and widest row that are read: a missing closing quote must not swallow the file. */
const MAX_FIELD = 65_536;
const MAX_COLUMNS = 64;

/**
 * Rows of a CSV text (RFC 4180: quotes, doubled quotes, line breaks within quotes; `\n` and `\r\n`). One row in memory
 * at a time. Lines that begin with `#` before the first row are skipped. A row that breaks a bound is `undefined`.
 */
export function* readCsv(text: string): Generator<string[] | undefined> {
  let at = 0;
  while (text[at] === '#') {
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end + 1;
  }
  while (at < text.length) {
    const row = readRow(text, at);
    at = row.next;
    if (row.fields === undefined || row.fields.length > 1 || row.fields[0] !== '') yield row.fields;
  }
}

/** One row from `start`; fields are undefined where a bound was broken, and reading goes on at the next line. */
function readRow(text: string, start: number): { fields: string[] | undefined; next: number } {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (field === undefined || fields.length >= MAX_COLUMNS) return { fields: undefined, next: lineAfter(text, start) };
    fields.push(field.value);
    at = field.next;
    if (text[at] !== ',') break;
    at++;
  }
  return { fields, next: lineAfter(text, at) };
}

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function plainField(text: string, start: number): { value: string; next: number } | undefined {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
  return end - start > MAX_FIELD ? undefined : { value: text.slice(start, end), next: end };
}

function quotedField(text: string, start: number): { value: string; next: number } | undefined {
  let value = '';
  let from = start + 1;
  for (;;) {
    const end = text.indexOf('"', from);
    if (end < 0 || value.length + end - from > MAX_FIELD) return undefined;
    value += text.slice(from, end);
    if (text[end + 1] !== '"') return { value, next: end + 1 };
    value += '"';
    from = end + 2;
  }
}
