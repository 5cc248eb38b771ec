import { fixedClock } from '@pratique/foundation';
import { buildZip, describeFeed, memoryOrigin, readFeed } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { osvFeed } from './feed.ts';

const feed = osvFeed({ limits: defaultAdvisoryLimits });

function advisory(
  id: string,
  ecosystem: string,
  name: string,
  fixed: string,
  modified = '2026-01-01T00:00:00Z',
): string {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }];
  return JSON.stringify({ id, modified, affected: [{ package: { ecosystem, name }, ranges }] });
}

const npm = buildZip({
  'GHSA-1.json': advisory('GHSA-1', 'npm', 'a', '1.0.0'),
  'GHSA-2.json': advisory('GHSA-2', 'npm', 'b', '2.0.0'),
});
const debian = buildZip({
  'DSA-1-1.json': advisory('DSA-1-1', 'Debian:11', 'curl', '7.74.0-1.3+deb11u1'),
  'DSA-2-1.json': advisory('DSA-2-1', 'Debian:12', 'curl', '7.88.1-10+deb12u1'),
});

describeFeed(feed, import.meta.dirname, [
  {
    title: 'a folder of the export',
    files: { 'osv/npm/all.zip': npm, 'osv/Debian/all.zip': debian, 'osv/README': 'x' },
    batches: [
      { feed: 'osv/Debian', records: 2, covers: ['Debian:11', 'Debian:12'] },
      { feed: 'osv/npm', records: 2, covers: ['npm'] },
    ],
  },
  {
    title: 'ecosystems at the top',
    files: { 'npm/all.zip': npm, 'Debian:12/all.zip': debian },
    batches: [{ feed: 'osv/npm', records: 2, covers: ['npm'] }],
  },
  {
    title: 'the public export',
    web: true,
    files: {
      'ecosystems.txt': 'Android\nnpm\nDebian\nDebian:12\nWolfi\n',
      'npm/all.zip': npm,
      'npm/modified_id.csv': '2026-01-01T00:00:00Z,GHSA-1\n2026-01-01T00:00:00Z,GHSA-2\n',
      'Wolfi/all.zip': npm,
    },
    batches: [{ feed: 'osv/npm', records: 2, covers: ['npm'] }],
  },
  {
    title: 'records that cannot be read, beside one that can',
    files: {
      'osv/npm/all.zip': buildZip({
        'GHSA-1.json': advisory('GHSA-1', 'npm', 'a', '1'),
        'GHSA-3.json': '{',
        'note.txt': 'x',
      }),
    },
    batches: [{ feed: 'osv/npm', records: 1, rejected: ['GHSA-3'] }],
  },
]);

test('a folder of loose records', async () => {
  const files = { 'osv/npm/GHSA-1.json': advisory('GHSA-1', 'npm', 'a', '1'), 'osv/npm/GHSA-2.json': 'x' };
  const [batch] = await readFeed(feed, memoryOrigin(files));
  expect(batch).toMatchObject({ feed: 'osv/npm', replaces: true });
  expect(batch?.records.map(({ kind }) => kind)).toEqual(['advisory', 'rejected']);
});

test('only the ecosystems that were asked for', async () => {
  const only = osvFeed({ limits: defaultAdvisoryLimits, ecosystems: ['Debian'] });
  const batches = await readFeed(only, memoryOrigin({ 'osv/npm/all.zip': npm, 'osv/Debian/all.zip': debian }));
  expect(batches.map((batch) => batch.feed)).toEqual(['osv/Debian']);
});

describe('what changed since the last load', () => {
  const first = {
    'ecosystems.txt': 'npm\n',
    'npm/all.zip': npm,
    'npm/modified_id.csv': '2026-01-02T00:00:00Z,GHSA-2\n2026-01-01T00:00:00Z,GHSA-1\n',
  };

  async function load(files: Record<string, string | Buffer>, validator?: string) {
    const origin = memoryOrigin(files, { web: true });
    const batches = await readFeed(feed, origin, new Map(validator === undefined ? [] : [['osv/npm', validator]]));
    return { batch: batches[0], reads: origin.reads.filter((path) => path.startsWith('npm/')) };
  }

  test('is fetched record by record', async () => {
    const { batch: loaded } = await load(first);
    const changed = {
      ...first,
      'npm/modified_id.csv': `2026-01-03T00:00:00Z,GHSA-3\n${first['npm/modified_id.csv']}`,
      'npm/GHSA-3.json': advisory('GHSA-3', 'npm', 'c', '3.0.0'),
    };
    const { batch, reads } = await load(changed, loaded?.validator);
    expect(batch).toMatchObject({ replaces: false, records: [{ kind: 'advisory', advisory: { id: 'GHSA-3' } }] });
    expect(reads).toEqual(['npm/modified_id.csv', 'npm/GHSA-3.json']);
    expect((await load(changed, batch?.validator)).batch).toMatchObject({ unchanged: true });
  });

  test('a record that is named but not there is rejected', async () => {
    const { batch: loaded } = await load(first);
    const changed = { ...first, 'npm/modified_id.csv': `2026-01-03T00:00:00Z,GHSA-3\n${first['npm/modified_id.csv']}` };
    expect((await load(changed, loaded?.validator)).batch?.records).toMatchObject([{ kind: 'rejected', id: 'GHSA-3' }]);
  });

  test.each([
    ['records were taken away', '2026-01-03T00:00:00Z,GHSA-2\n'],
    ['too many are newer', Array.from({ length: 600 }, (_, i) => `2026-01-03T00:00:00Z,GHSA-n${i}\n`).join('')],
    ['the list has another form', '2026-01-03T00:00:00Z;GHSA-2\n'],
    ['the list names paths', '2026-01-03T00:00:00Z,../../etc/passwd\n'],
  ])('everything is fetched when %s', async (_title, list) => {
    const { batch: loaded } = await load(first);
    const bigger = {
      ...first,
      'npm/modified_id.csv': list,
      'npm/all.zip': buildZip({ 'GHSA-2.json': advisory('GHSA-2', 'npm', 'b', '9') }),
    };
    const { batch, reads } = await load(bigger, loaded?.validator);
    expect(batch).toMatchObject({ replaces: true, records: [{ kind: 'advisory', advisory: { id: 'GHSA-2' } }] });
    expect(reads).toEqual(['npm/modified_id.csv', 'npm/all.zip']);
  });

  test('everything is fetched once a week', async () => {
    const files: Record<string, string | Buffer> = { ...first };
    let validator = (await load(files)).batch?.validator;
    for (const day of ['03', '08', '20']) {
      files['npm/modified_id.csv'] = `2026-01-${day}T00:00:00Z,GHSA-1\n2026-01-02T00:00:00Z,GHSA-2\n`;
      files['npm/GHSA-1.json'] = advisory('GHSA-1', 'npm', 'a', day);
      validator = (await load(files, validator)).batch?.validator;
    }
    const next = { ...files, 'npm/modified_id.csv': '2026-01-21T00:00:00Z,GHSA-1\n2026-01-02T00:00:00Z,GHSA-2\n' };
    expect((await load(next, validator)).batch).toMatchObject({ replaces: true });
  });

  test('a date in the future hides no later change', async () => {
    const future = '9999-01-01T00:00:00Z,GHSA-1\n';
    const list = `${future}2026-01-02T00:00:00Z,GHSA-2\n`;
    const { batch: loaded } = await load({ ...first, 'npm/modified_id.csv': list });
    const changed = {
      ...first,
      'npm/modified_id.csv': `${future}2026-01-03T00:00:00Z,GHSA-2\n`,
      'npm/GHSA-1.json': advisory('GHSA-1', 'npm', 'a', '1.0.1'),
      'npm/GHSA-2.json': advisory('GHSA-2', 'npm', 'b', '2.0.1'),
    };
    const { batch } = await load(changed, loaded?.validator);
    expect(batch?.records).toMatchObject([{ advisory: { id: 'GHSA-1' } }, { advisory: { id: 'GHSA-2' } }]);
  });

  test('a clock that was wrong once is made up for by a whole load', async () => {
    const fast = osvFeed({ limits: defaultAdvisoryLimits, clock: fixedClock('2999-01-01') });
    const files = { ...first, 'npm/modified_id.csv': '2998-01-01T00:00:00Z,GHSA-1\n2026-01-01T00:00:00Z,GHSA-2\n' };
    const [loaded] = await readFeed(fast, memoryOrigin(files, { web: true }));
    expect(
      (
        await load(
          { ...files, 'npm/modified_id.csv': '2026-01-02T00:00:00Z,GHSA-1\n2026-01-01T00:00:00Z,GHSA-2\n' },
          loaded?.validator,
        )
      ).batch,
    ).toMatchObject({ replaces: true });
  });

  test('without a list the archive is asked for conditionally', async () => {
    const bare = { 'ecosystems.txt': 'npm\n', 'npm/all.zip': npm };
    const { batch } = await load(bare);
    expect((await load(bare, batch?.validator)).batch).toMatchObject({ unchanged: true });
  });
});
