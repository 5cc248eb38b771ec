import { stderr } from './streams.ts';

/** A line on stderr that is written over again, and only where someone sees it. */
export interface Progress {
  show(text: string): void;
  clear(): void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** Progress on a terminal; elsewhere it says nothing. The stream is opened when there is something to show. */
export function createProgress(open: () => Terminal = stderr): Progress {
  let shownOn: Terminal | undefined;
  return {
    show(text) {
      const stream = open();
      if (!stream.isTTY) return;
      shownOn = stream;
      stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, (stream.columns || 80) - 1))}`);
    },
    clear() {
      shownOn?.write('\r\u001b[2K');
      shownOn = undefined;
    },
  };
}
