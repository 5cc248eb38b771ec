import { gzipSync } from 'node:zlib';
import type { AdvisoryEntry } from '@pratique/model';
import { describeFeed, memoryOrigin, readFeed } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { debianTrackerFeed } from './feed.ts';

const feed = debianTrackerFeed(defaultAdvisoryLimits);

const tracked = JSON.stringify({
  curl: {
    'CVE-2024-1000': {
      description: 'A flaw in "curl" {with} brackets. It is bad.',
      releases: {
        bookworm: { status: 'resolved', fixed_version: '7.88.1-10+deb12u4', urgency: 'not yet assigned' },
        bullseye: { status: 'resolved', fixed_version: '0', urgency: 'unimportant' },
        sid: { status: 'open', urgency: 'high**' },
      },
    },
  },
  'curl-fork': {
    'CVE-2024-1000': {
      releases: { trixie: { status: 'open', urgency: 'low', nodsa: 'Minor issue', nodsa_reason: '' } },
    },
  },
  'chromium-browser': { 'CVE-2022-0358': { releases: [] } },
});

describeFeed(feed, import.meta.dirname, [
  {
    title: 'the tracker itself',
    web: true,
    files: { 'tracker/data/json': tracked },
    batches: [{ feed: 'debian-tracker', records: 2, covers: ['Debian:11', 'Debian:12', 'Debian:13', 'Debian:sid'] }],
  },
  {
    title: 'exports in a folder, packed and in parts',
    files: {
      'debian/tracker.json': tracked,
      'debian/tracker-old.json.gz': gzipSync(tracked),
      'debian/DSA.list.gz': 'x',
    },
    batches: [
      { feed: 'debian-tracker/old', records: 2 },
      { feed: 'debian-tracker', records: 2 },
    ],
    check: ([, batch]) => {
      const [record] = batch?.records ?? [];
      expect(record).toMatchObject({
        advisory: { id: 'CVE-2024-1000', title: 'A flaw in "curl" {with} brackets.' },
        entries: [
          { ecosystem: 'Debian:12', name: 'curl', state: 'fixed', ranges: [{ fixed: '7.88.1-10+deb12u4' }] },
          { ecosystem: 'Debian:11', name: 'curl', state: 'not-affected', severity: 'negligible' },
          { ecosystem: 'Debian:sid', name: 'curl', state: 'affected', severity: 'high', ranges: [] },
          { ecosystem: 'Debian:13', name: 'curl-fork', state: 'affected', severity: 'low' },
        ],
      });
    },
  },
]);

describe('states', () => {
  test.each([
    [{ status: 'resolved', fixed_version: '1.2-3' }, 'fixed', undefined],
    [{ status: 'resolved', fixed_version: '0' }, 'not-affected', undefined],
    [{ status: 'open' }, 'affected', undefined],
    [{ status: 'open', urgency: 'unimportant' }, 'affected', 'negligible'],
    [{ status: 'open', urgency: 'end-of-life' }, 'end-of-life', undefined],
    [{ status: 'open', nodsa: 'x', nodsa_reason: 'ignored' }, 'will-not-fix', undefined],
    [{ status: 'open', nodsa: 'x', nodsa_reason: 'postponed' }, 'affected', undefined],
    [{ status: 'open', nodsa: 'Minor issue', nodsa_reason: '' }, 'affected', undefined],
    [{ status: 'undetermined', urgency: 'not yet assigned' }, 'under-investigation', undefined],
    [{ status: 'open', urgency: 'undetermined' }, 'under-investigation', undefined],
    [{ status: 'resolved' }, 'under-investigation', undefined],
    [{ status: 'something new' }, 'under-investigation', undefined],
    [{ status: 'open', urgency: 'medium' }, 'affected', 'medium'],
  ])('%j is %s', async (release, state, severity) => {
    const json = JSON.stringify({ curl: { 'CVE-2024-1000': { releases: { bookworm: release } } } });
    const [batch] = await readFeed(feed, memoryOrigin({ 'debian/tracker.json': json }));
    const [record] = batch?.records ?? [];
    const [entry]: readonly AdvisoryEntry[] = record?.kind === 'advisory' ? record.entries : [];
    expect({ state: entry?.state, severity: entry?.severity }).toEqual({ state, severity });
  });
});

describe('hostile exports', () => {
  test.each([
    ['breaks off', tracked.slice(0, 200)],
    ['no object of objects', '{"curl": 7}'],
    ['nested without end', `{"curl": {"CVE-2024-1000": ${'['.repeat(100_000)}`],
    ['a string that does not end', '{"curl'],
    ['a key that is too long', `{"${'x'.repeat(10_000)}": {}}`],
    ['garbage after a value', '{"a": {"b": {} x}}'],
  ])('%s: a clear error', async (_title, json) => {
    await expect(readFeed(feed, memoryOrigin({ 'debian/tracker.json': json }))).rejects.toMatchObject({
      code: 'advisories/malformed',
    });
  });

  test('a flaw that cannot be parsed is rejected, the others stay', async () => {
    const json =
      '{"curl": {"CVE-2024-1000": {bad}, "CVE-2024-1001": {"releases": {"bookworm": {"status": "open"}}}, "CVE-2024-1002": {"releases": {"bookworm": 7}}}}';
    const [batch] = await readFeed(feed, memoryOrigin({ 'debian/tracker.json': json }));
    expect(batch?.records.map((record) => [record.kind, 'id' in record ? record.id : ''])).toEqual([
      ['rejected', 'CVE-2024-1000'],
      ['advisory', ''],
      ['rejected', 'CVE-2024-1002'],
    ]);
  });

  test('keys of the prototype are data', async () => {
    const json = '{"__proto__": {"constructor": {"releases": {"bookworm": {"status": "open"}}}}}';
    const [batch] = await readFeed(feed, memoryOrigin({ 'debian/tracker.json': json }));
    expect(batch?.records).toMatchObject([{ advisory: { id: 'constructor' }, entries: [{ name: '__proto__' }] }]);
    expect(({} as Record<string, unknown>)['releases']).toBeUndefined();
  });
});
