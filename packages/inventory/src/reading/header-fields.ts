import { linesOf } from './text.ts';

/** Records hold few fields; what follows the bound is not read. */
const MAX_FIELDS = 10_000;

/**
 * The fields of a header block (RFC 5322 folding; Debian control files): `Name: value` up to the first empty line, lines
 * that begin with space or tab continue the value, even blank ones, joined by a line feed. Names are lower case; a field may stand several
 * times. Lines that are neither are left out.
 */
export function headerFields(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  let count = 0;
  for (const line of linesOf(text)) {
    if (line === '') {
      if (count > 0) break;
      continue;
    }
    // Also where nothing follows the blanks: licences pasted into a field have paragraphs.
    if (/^[ \t]/.test(line)) {
      if (current) current.push(`${current.pop() ?? ''}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    current = undefined;
    if (name === '' || /\s/.test(name)) continue;
    count += 1;
    if (count > MAX_FIELDS) break;
    current = fields.get(name) ?? [];
    fields.set(name, current);
    current.push(line.slice(colon + 1).trim());
  }
  return fields;
}

/** The first value of a field; undefined where it is missing or empty. */
export function field(fields: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  return fields.get(name)?.[0] || undefined;
}
