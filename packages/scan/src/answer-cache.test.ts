import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@pratique/foundation';
import type { AdvisoryDatabase, Digest } from '@pratique/model';
import { buildAdvisory, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnswerCache, knowledgeOf } from './answer-cache.ts';
import { assess } from './scan.ts';

const clock = fixedClock('2026-11-21T12:00:00.000Z');
const manifest: Digest = `sha256:${'a'.repeat(64)}`;
const lodash = buildPackage({ type: 'npm', name: 'lodash', version: '4.17.11' });
const odd = buildPackage({ type: 'npm', name: 'odd', version: 'not a version' });
const sbom = buildSbom([lodash, odd, buildPackage({ type: 'hex', name: 'plug', version: '1.0.0' })]);
const database = memoryAdvisoryDatabase({
  records: ['lodash', 'odd'].map((name) =>
    buildAdvisory(
      { id: `GHSA-${name}`, feed: 'osv/npm' },
      { ecosystem: 'npm', name, scheme: 'semver', fixed: '5.0.0' },
    ),
  ),
  covers: ['npm'],
});
/** Knows that it is never asked. */
const silent: AdvisoryDatabase = {
  ...database,
  lookup: () => {
    throw new Error('asked again');
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-answers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ask(knowledge: string, asked: AdvisoryDatabase) {
  const cache = new AnswerCache(folder, manifest, knowledge);
  const memory = cache.read();
  const result = assess(sbom, { database: asked, clock }, memory);
  await cache.write(memory);
  return result;
}

test('what was asked of a generation is not asked again, and the result is the same', async () => {
  const first = await ask('one', database);
  expect([first.findings.length, first.unknowns.length, first.notAssessed.length]).toEqual([1, 1, 1]);
  expect(await ask('one', silent)).toEqual(first);
  expect(first).toEqual(assess(sbom, { database, clock }));
});

test('other knowledge asks again, and takes the place of the older', async () => {
  await ask('one', database);
  await expect(ask('two', silent)).rejects.toThrow('asked again');
  await ask('two', database);
  await ask('two', silent);
  expect(readdirSync(folder)).toHaveLength(1);
  await expect(ask('one', silent)).rejects.toThrow('asked again');
});

test.each(['', 'null', '{}', '[]'])('an entry that holds %j is as good as none', async (content) => {
  await ask('one', database);
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), content);
  await expect(ask('one', silent)).rejects.toThrow('asked again');
});

test('another generation, other feeds and other code are other knowledge', () => {
  const feed = {
    feed: 'osv/npm',
    records: 1,
    fetchedAt: clock.now().toISOString(),
    origin: 'x',
    covers: [],
    rejected: 0,
  };
  const names = [
    knowledgeOf(database, 'scan-1.js'),
    knowledgeOf(database, 'scan-2.js'),
    knowledgeOf({ ...database, generation: database.generation + 1 }, 'scan-1.js'),
    knowledgeOf({ ...database, feeds: () => [feed] }, 'scan-1.js'),
  ];
  expect(new Set(names).size).toBe(4);
});
