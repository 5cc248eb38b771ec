import { gzipSync } from 'node:zlib';
import { describeFeed, memoryOrigin, readFeed } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { kevFeed } from './feed.ts';

const feed = kevFeed(defaultAdvisoryLimits);
const entry = {
  cveID: 'CVE-2026-8037',
  vulnerabilityName: 'Progress LoadMaster Command Injection Vulnerability',
  dateAdded: '2026-08-07',
  dueDate: '2026-08-10',
  knownRansomwareCampaignUse: 'Known',
};
const json = JSON.stringify({
  catalogVersion: '2026.08.07',
  vulnerabilities: [entry, { ...entry, cveID: 'x' }, { ...entry, dateAdded: '2026-02-30' }],
});
const csv = [
  'cveID,vendorProject,vulnerabilityName,dateAdded,shortDescription,dueDate,knownRansomwareCampaignUse',
  'CVE-2025-48384,Git,"Git, Link ""Following""\nVulnerability",2025-08-25,"a, b",2025-09-15,Unknown',
  'CVE-2025-48385,Git',
  '',
].join('\r\n');

describeFeed(feed, import.meta.dirname, [
  {
    title: 'JSON',
    files: {
      'kev/known_exploited_vulnerabilities.json': json,
      'kev/known_exploited_vulnerabilities_schema.json': '{}',
    },
    batches: [{ feed: 'kev', covers: [], records: 1, rejected: ['unnamed', 'CVE-2026-8037'] }],
    check: ([batch]) =>
      expect(batch?.records[0]).toEqual({
        kind: 'known-exploited',
        record: {
          vulnerability: 'CVE-2026-8037',
          dateAdded: '2026-08-07',
          dueDate: '2026-08-10',
          ransomware: true,
          name: entry.vulnerabilityName,
        },
      }),
  },
  {
    title: 'the publisher',
    web: true,
    files: { 'known_exploited_vulnerabilities.json': json },
    batches: [{ feed: 'kev', records: 1, rejected: ['unnamed', 'CVE-2026-8037'] }],
  },
  {
    title: 'the newest packed CSV',
    files: {
      'kev/known_exploited_vulnerabilities-2025-08-25.csv.gz': gzipSync(csv),
      'kev/known_exploited_vulnerabilities-2024-01-01.csv.gz': 'x',
    },
    batches: [{ feed: 'kev', records: 1, rejected: ['unnamed'] }],
    check: ([batch]) =>
      expect(batch?.records[0]).toMatchObject({
        record: { name: 'Git, Link "Following" Vulnerability', ransomware: false, dueDate: '2025-09-15' },
      }),
  },
]);

test.each([
  ['kev/known_exploited_vulnerabilities.json', '{"vulnerabilities": {}}'],
  ['kev/known_exploited_vulnerabilities.csv', 'a,b\n1,2\n'],
  ['kev/known_exploited_vulnerabilities.csv', '"open'],
  ['kev/known_exploited_vulnerabilities.json.gz', gzipSync('{').subarray(0, 15)],
])('%s that is none is an error', async (path, content) => {
  await expect(readFeed(feed, memoryOrigin({ [path]: content }))).rejects.toMatchObject({
    code: 'advisories/malformed',
  });
});
