import { stripVTControlCharacters } from 'node:util';

function visibleWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}

function fit(text: string, width: number): string {
  const visible = visibleWidth(text);
  if (visible <= width) return text + ' '.repeat(width - visible);
  // Only plain cells are ever too wide: styled ones are short words.
  return `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Widest cell of each column that is given to a column, unless a whole line would be too long. */
const GAP = 2;

/**
 * Rows as aligned columns without borders. The last column takes what is left of the width; a column never grows beyond
 * `maxima`.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  maxima: readonly number[],
  width: number,
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.min(maxima[i] ?? Number.POSITIVE_INFINITY, Math.max(...rows.map((row) => visibleWidth(row[i] ?? '')))),
  );
  const used = widths.slice(0, -1).reduce((sum, column) => sum + column + GAP, 0);
  const last = columns - 1;
  if (last >= 0) widths[last] = Math.max(12, Math.min(widths[last] ?? 0, width - used));
  return rows.map((row) =>
    Array.from({ length: columns }, (_, i) => fit(row[i] ?? '', widths[i] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}
