/** A line on stderr that is written over again, and only where someone sees it. */
export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Progress on a terminal; elsewhere it says nothing. */
export function createProgress(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'> = process.stderr,
): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    show(text) {
      shown = true;
      stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}
