import { gzipSync } from 'node:zlib';
import { describeFeed, memoryOrigin, readFeed } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { epssFeed } from './feed.ts';

const feed = epssFeed(defaultAdvisoryLimits);
const csv =
  '#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000\ncve,epss,percentile\nCVE-1999-0001,0.03351,0.87650\nCVE-2024-123456,1.00000,1.00000\n';

describeFeed(feed, import.meta.dirname, [
  {
    title: 'the newest file by name',
    files: {
      'epss/epss_scores-2026-08-16.csv.gz': gzipSync(csv),
      'epss/epss_scores-2026-08-15.csv.gz': 'x',
      'epss/notes.csv': 'x',
    },
    batches: [{ feed: 'epss', covers: [], records: 2 }],
    check: ([batch]) =>
      expect(batch?.records).toEqual([
        { kind: 'epss', record: { vulnerability: 'CVE-1999-0001', score: 0.03351, percentile: 0.8765 } },
        { kind: 'epss', record: { vulnerability: 'CVE-2024-123456', score: 1, percentile: 1 } },
      ]),
  },
  {
    title: 'the publisher',
    web: true,
    files: { 'epss_scores-current.csv.gz': gzipSync(csv) },
    batches: [{ feed: 'epss', records: 2 }],
  },
  {
    title: 'an old file without comment and percentile',
    files: { 'epss/epss_scores-2021-04-14.csv': 'cve,epss\r\nCVE-2020-5902,0.65117\r\n' },
    batches: [{ feed: 'epss', records: 1 }],
  },
  {
    title: 'rows that are none',
    files: {
      'epss/epss_scores-2026-08-16.csv': `cve,epss,percentile\nCVE-2020-5902,1.2,0.1\nx,0.1,0.1\nCVE-2020-5903,NaN,0\nCVE-2020-5904,1e-5,0.5\n${'y'.repeat(100_000)}\n`,
    },
    batches: [{ feed: 'epss', records: 1, rejected: ['CVE-2020-5902', 'unnamed', 'CVE-2020-5903', 'unnamed'] }],
  },
]);

test('another table is an error', async () => {
  await expect(readFeed(feed, memoryOrigin({ 'epss/epss_scores-current.csv': 'a,b\n' }))).rejects.toMatchObject({
    code: 'advisories/malformed',
  });
});
