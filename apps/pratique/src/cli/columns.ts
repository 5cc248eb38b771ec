/** Rows as aligned columns, the last one as long as it is; counts to the right. For short listings: reports have their own. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) =>
    rows.reduce((widest, row) => Math.max(widest, (row[i] ?? '').length), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((text, i) => (/^\d+$/.test(text) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

const natural = new Intl.Collator('en', { numeric: true });

/** The first few of a list in natural order, and how many more there are. */
export function fewOf(items: readonly string[], most: number): string {
  const sorted = items.toSorted(natural.compare);
  if (sorted.length <= most + 1) return sorted.join(', ');
  return `${sorted.slice(0, most).join(', ')} and ${sorted.length - most} more`;
}
