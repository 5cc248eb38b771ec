import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

function stream(isTTY: boolean, columns = 40) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

test('is shown on a terminal only', () => {
  const pipe = stream(false);
  const progress = createProgress(() => pipe);
  progress.show('read 1 of 2 layers');
  progress.clear();
  expect(pipe.written).toEqual([]);
});

test('one line, not longer than the terminal, and gone when cleared', () => {
  const terminal = stream(true);
  const progress = createProgress(() => terminal);
  progress.show('x'.repeat(100));
  progress.clear();
  expect(terminal.written).toEqual([`\r\u001b[2K${'x'.repeat(39)}`, '\r\u001b[2K']);
});

test('clears only what was shown', () => {
  const terminal = stream(true);
  createProgress(() => terminal).clear();
  expect(terminal.written).toEqual([]);
});
