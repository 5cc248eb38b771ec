import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateAdvisories } from '../update/update.ts';
import { generateSigningKey } from './keys.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { publishAdvisories } from './publish.ts';
import { pullAdvisories } from './pull.ts';

const { privateKey, publicKey } = generateSigningKey();
let root: string;
const at = (...path: string[]): string => join(root, ...path);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'publishers-'));
  mkdirSync(at('feeds/kev'), { recursive: true });
  const vulnerabilities = [{ cveID: 'CVE-2026-1000', dateAdded: '2026-01-01' }];
  writeFileSync(at('feeds/kev/known_exploited_vulnerabilities.json'), JSON.stringify({ vulnerabilities }));
  await updateAdvisories({ databasePath: at('own.db'), origins: [at('feeds')] });
});
afterEach(() => rmSync(root, { recursive: true }));

const publish = () => publishAdvisories({ databasePath: at('own.db'), folder: at('www'), privateKey });

describe('publishers that are killed, or run at the same time', () => {
  test('leave nothing behind for long', async () => {
    const { base } = await publish();
    const long = new Date('2020-01-01');
    const orphan = 'delta-1-2-0123456789ab.zst';
    for (const name of [orphan, `${orphan}.12345678-1234-1234-1234-123456789abc.part`, 'index.html']) {
      writeFileSync(at('www', name), 'half');
      utimesSync(at('www', name), long, long);
    }
    const young = 'delta-1-3-0123456789ab.zst';
    writeFileSync(at('www', young), 'its manifest is about to follow');
    await publish();
    expect(readdirSync(at('www')).sort()).toEqual([base.file, young, 'index.html', MANIFEST_FILE].sort());
  });

  test('publish what can be pulled', async () => {
    const reports = await Promise.all(Array.from({ length: 4 }, publish));
    expect(new Set(reports.map(({ base }) => base.file)).size).toBe(1);
    expect(readdirSync(at('www'))).toHaveLength(2);
    const pulled = await pullAdvisories({ from: at('www'), databasePath: at('pulled.db'), publicKey });
    expect(pulled).toMatchObject({ applied: 'base' });
  });
});
