import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureFolder } from './ensure-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes every level, and is content with what is there', () => {
  const path = join(folder, 'a/b/c');
  ensureFolder(path, 0o750);
  ensureFolder(path, 0o750);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => ensureFolder(join(folder, 'file/below'))).toThrow();
  expect(() => ensureFolder(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'EEXIST' }));
});

test.skipIf(!existsSync('/proc/self'))('a file system that takes no folders is an error, at once', () => {
  expect(() => ensureFolder('/proc/nowhere/below')).toThrow();
});
