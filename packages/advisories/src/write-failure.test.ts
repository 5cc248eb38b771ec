import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changeError, databaseError } from './database/connection.ts';
import { openAdvisoryDatabase } from './database/open.ts';
import { generateSigningKey } from './publish/keys.ts';
import { publishAdvisories } from './publish/publish.ts';
import { updateAdvisories } from './update/update.ts';

const root = mkdtempSync(join(tmpdir(), 'write-failure-'));
afterAll(() => rmSync(root, { recursive: true }));

const feeds = join(root, 'feeds');
mkdirSync(join(feeds, 'kev'), { recursive: true });
writeFileSync(
  join(feeds, 'kev', 'known_exploited_vulnerabilities.json'),
  JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1000', dateAdded: '2026-01-01' }] }),
);
const good = join(root, 'good.db');
await updateAdvisories({ databasePath: good, origins: [feeds] });

mkdirSync(join(root, 'folder.db'));
writeFileSync(join(root, 'file'), 'x');
symlinkSync(good, join(root, 'link.db'));
symlinkSync(join(root, 'nowhere'), join(root, 'broken.db'));
symlinkSync(join(root, 'loop.db'), join(root, 'loop.db'));

const inaccessible = expect.objectContaining({ code: 'advisories/database-inaccessible' });

/** An error as Node.js gives it, of SQLite by number or of the operating system by name. */
function failure(code: number | string): Error {
  return Object.assign(new Error('failed'), typeof code === 'number' ? { errcode: code } : { code });
}

describe('what cannot be read or written', () => {
  test.each([
    [13, 'disk-full'],
    [4874, 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    [8, 'unwritable'],
    [1032, 'unwritable'],
    [14, 'unwritable'],
    [778, 'unwritable'],
    ['EACCES', 'unwritable'],
    ['EROFS', 'unwritable'],
    [5, 'database-busy'],
    [11, 'database-unreadable'],
    [26, 'database-unreadable'],
  ])('error %s while the database is changed is %s', (code, expected) => {
    const error = changeError('a.db', failure(code));
    expect(error.code).toBe(`advisories/${expected}`);
    if (expected !== 'database-unreadable') expect(error.nextStep).not.toMatch(/Remove/);
  });

  test.each([
    [14, 'database-inaccessible'],
    [10, 'database-inaccessible'],
    [4874, 'database-inaccessible'],
    [11, 'database-unreadable'],
    [26, 'database-unreadable'],
  ])('error %d while the database is read is %s', (code, expected) => {
    expect(databaseError('open', 'a.db', failure(code)).code).toBe(`advisories/${expected}`);
  });

  test.each(['folder.db', 'broken.db', 'loop.db', 'file/a.db'])('%s is no database', async (name) => {
    expect(() => openAdvisoryDatabase(join(root, name))).toThrow(inaccessible);
    await expect(updateAdvisories({ databasePath: join(root, name), origins: [feeds] })).rejects.toMatchObject({
      code: expect.stringMatching(/^advisories\/(?:database-inaccessible|unwritable)$/),
    });
  });

  test('a link to a database is that database; what is not there is the starter set', () => {
    const linked = openAdvisoryDatabase(join(root, 'link.db'));
    expect(linked.knownExploited('CVE-2026-1000')).toBeDefined();
    linked.close();
    const starter = openAdvisoryDatabase(join(root, 'none', 'a.db'));
    expect(starter.generation).toBe(0);
    starter.close();
  });

  test('publishing where nothing can be written names the place', async () => {
    const { privateKey } = generateSigningKey();
    await expect(
      publishAdvisories({ databasePath: good, folder: join(root, 'file'), privateKey }),
    ).rejects.toMatchObject({
      code: 'advisories/unwritable',
    });
    const folder = join(root, 'taken');
    mkdirSync(join(folder, 'manifest.json'), { recursive: true });
    await expect(publishAdvisories({ databasePath: good, folder, privateKey })).rejects.toMatchObject({
      code: 'advisories/unwritable',
    });
  });
});
