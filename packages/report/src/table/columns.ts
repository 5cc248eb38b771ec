import { stripVTControlCharacters } from 'node:util';

/** Spaces between columns. */
const GAP = 2;

/** A last column with less room than this says nothing: it is left out. */
const LEAST_LAST = 12;

function visibleWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}

function fit(text: string, width: number): string {
  const visible = visibleWidth(text);
  if (visible <= width) return text + ' '.repeat(width - visible);
  // Only plain cells are ever too wide: styled ones are short words.
  return `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** How wide each column is: as wide as its widest cell, but not beyond its maximum. */
export function columnWidths(rows: readonly (readonly string[])[], maxima: readonly number[]): readonly number[] {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: count }, (_, i) => {
    const widest = rows.reduce((most, row) => Math.max(most, visibleWidth(row[i] ?? '')), 0);
    return Math.min(maxima[i] ?? Number.POSITIVE_INFINITY, widest);
  });
}

/** Rows as aligned columns without borders. The last column takes what is left of the line. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  width: number,
): readonly string[] {
  const last = widths.length - 1;
  // A column that is empty in every row takes no gap either.
  const used = widths.slice(0, -1).reduce((sum, column) => sum + (column > 0 ? column + GAP : 0), 0);
  const room = width - used;
  return rows.map((row) => {
    const cells = row.map((cell, i) => ({
      cell,
      width: i === last ? Math.min(widths[i] ?? 0, room) : (widths[i] ?? 0),
    }));
    const shown = cells.filter((cell, i) => cell.width > 0 && (i !== last || room >= LEAST_LAST));
    return shown
      .map((cell) => fit(cell.cell, cell.width))
      .join(' '.repeat(GAP))
      .trimEnd();
  });
}
