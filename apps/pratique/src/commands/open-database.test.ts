import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from './open-database.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'pratique-data-'));
  vi.stubEnv('PRATIQUE_DATA', data);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(data, { recursive: true });
});

test('before the first update there is the starter set', () => {
  const database = openDatabase();
  expect(database.feeds().map(({ feed }) => feed)).toEqual(['starter']);
  database.close();
});

test('a database that is out of reach is no missing one', () => {
  mkdirSync(join(data, 'advisories'));
  symlinkSync(join(data, 'nowhere'), join(data, 'advisories/advisories.db'));
  expect(openDatabase).toThrow(expect.objectContaining({ code: 'advisories/database-inaccessible' }));
});
