/** Bounds of stored text, in characters unless said. */
const MAX_TITLE = 300;
const MAX_DETAIL_BYTES = 4096;
const MAX_REFERENCES = 16;
const MAX_URL = 2048;

const idForm = /^[A-Za-z0-9][A-Za-z0-9._:+~@/-]{0,199}$/;
const cveForm = /^CVE-\d{4}-\d{4,19}$/;
// Control characters but tab and line feed, and the bidirectional overrides that make text read as what it is not.
// oxlint-disable-next-line no-control-regex -- removing them is the point
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB]/g;

/** The text if it can be an advisory or vulnerability id: printable, no spaces, at most 200 characters. */
export function asId(value: unknown): string | undefined {
  return typeof value === 'string' && idForm.test(value) ? value : undefined;
}

/** Whether an id is a CVE number. */
export function isCve(id: string): boolean {
  return cveForm.test(id);
}

/** The ids of a list, without repetition, at most `max`. */
export function idsOf(values: readonly unknown[], max = 512): string[] {
  const ids = new Set<string>();
  for (const value of values) {
    const id = asId(typeof value === 'string' ? value.trim() : value);
    if (id !== undefined && ids.size < max) ids.add(id);
  }
  return [...ids];
}

/** A name or version as a key of the database: no control characters, not empty, at most 512 characters. */
export function asKey(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length === 0 || value.length > 512) return undefined;
  const clean = value.replaceAll(unprintable, '');
  return clean === value && !/[\n\t]/.test(value) ? value : undefined;
}

/** One line of text for a title: control characters removed, white space folded, at most 300 characters. */
export function titleOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  // Cut first: folding a hostile megabyte is work for nothing.
  const line = value
    .slice(0, 4 * MAX_TITLE)
    .replaceAll(unprintable, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1).trimEnd()}…` : line;
}

/** The first sentence of a longer text, for records without a title. */
export function firstSentence(value: unknown): string {
  const text = titleOf(typeof value === 'string' ? value.slice(0, 4 * MAX_TITLE) : value);
  const end = /[.!?](?= |$)/.exec(text);
  return end && end.index >= 20 ? text.slice(0, end.index + 1) : text;
}

/** Longer text: control characters removed, at most 4 KiB of UTF-8, cut between characters. */
export function detailsOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value
    .slice(0, 2 * MAX_DETAIL_BYTES)
    .replaceAll(unprintable, '')
    .trim();
  if (text.length === 0) return undefined;
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_DETAIL_BYTES) return bytes.toString();
  let end = MAX_DETAIL_BYTES - 3;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.subarray(0, end).toString()}…`;
}

/** Web addresses of a list, without repetition, at most 16 of at most 2048 characters. */
export function referencesOf(values: readonly unknown[]): string[] {
  const urls = new Set<string>();
  for (const value of values) {
    if (urls.size >= MAX_REFERENCES) break;
    if (typeof value !== 'string' || value.length > MAX_URL || !/^(?:https?|ftp):\/\/[^\s"<>\\]+$/.test(value))
      continue;
    if (value.replaceAll(unprintable, '') === value) urls.add(value);
  }
  return [...urls];
}
