/** What one escape of a double-quoted scalar may be (YAML 1.2, 5.7), and an escaped line end. */
const escape = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/;

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\n' || char === '\t' || char === '\r';
}

/** Length of what stands in the source for one character of the value. */
function step(source: string, at: number, wanted: string | undefined, quote: string): number {
  if (quote === '"' && source[at] === '\\') return escape.exec(source.slice(at, at + 10))?.[0].length ?? 1;
  if (quote === "'" && source.startsWith("''", at)) return 2;
  if (wanted !== '\n' || !isBlank(source[at])) return 1;
  const line = source.indexOf('\n', at);
  return line < 0 ? 1 : line + 1 - at;
}

/** Where the value of a scalar begins: behind its quote, or on the line below the header of a block. */
function contentStart(source: string, start: number, end: number): number {
  const quote = source[start];
  if (quote === '"' || quote === "'") return start + 1;
  if (quote !== '|' && quote !== '>') return start;
  return source.indexOf('\n', start) + 1 || end;
}

/**
 * Where the character `offset` of a scalar's value stands in the source, whose scalar spans `start` to `end`. Value and source
 * are walked side by side: indentation and folded line ends are passed over, escapes count as what they stand for.
 */
export function sourceOffset(
  source: string,
  [start, end]: readonly [number, number],
  value: string,
  offset: number,
): number {
  const quote = source[start] ?? '';
  let at = contentStart(source, start, end);
  for (let index = 0; ; index++) {
    const wanted = value[index];
    if (!isBlank(wanted)) while (at < end && isBlank(source[at])) at += 1;
    if (index >= offset || at >= end) return Math.min(at, end);
    at += step(source, at, wanted, quote);
  }
}
