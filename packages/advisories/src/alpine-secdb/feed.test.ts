import type { FeedRecord } from '@pratique/model';
import { describeFeed, memoryOrigin, readFeed } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { alpineSecdbFeed } from './feed.ts';

const feed = alpineSecdbFeed(defaultAdvisoryLimits);

function secdb(release: string, packages: object | null | undefined, fields: object = {}): string {
  const listed = packages && Object.entries(packages).map(([name, secfixes]) => ({ pkg: { name, secfixes } }));
  return JSON.stringify({
    distroversion: release,
    reponame: 'main',
    urlprefix: 'https://dl-cdn.alpinelinux.org/alpine',
    packages: listed,
    ...fields,
  });
}

const main = secdb('v3.18', { musl: { '1.1.23-r2': ['CVE-2019-14697'], '1.2.4-r3': ['CVE-2025-26519'] } });
const community = secdb('v3.18', { runc: { '1.1.12-r0': ['CVE-2024-21626 GHSA-xr7r-f8xq-vfvv'] } });

describeFeed(feed, import.meta.dirname, [
  {
    title: 'both repositories of a release',
    files: { 'alpine-secdb/v3.18/main.json': main, 'alpine-secdb/v3.18/community.json': community },
    batches: [{ feed: 'alpine-secdb/v3.18', covers: ['Alpine:v3.18'], records: 3 }],
  },
  {
    title: 'one repository alone, which covers nothing',
    files: { 'alpine-secdb/v3.18/main.json': main },
    batches: [{ feed: 'alpine-secdb/v3.18', covers: [], records: 2 }],
  },
  {
    title: 'the publisher',
    web: true,
    files: {
      'v3.18/main.json': main,
      'v3.18/community.json': community,
      'edge/main.json': secdb('edge', { xz: { '5.6.1-r2': ['CVE-2024-3094'] } }),
    },
    batches: [
      { feed: 'alpine-secdb/v3.18', covers: ['Alpine:v3.18'], records: 3 },
      { feed: 'alpine-secdb/edge', covers: [], records: 1 },
    ],
  },
  {
    title: 'releases at the top of a folder, and no packages',
    files: {
      'v3.3/main.json': secdb('v3.3', null),
      'v3.3/community.json': secdb('v3.3', undefined),
      'v3.3/x.json': '{',
    },
    batches: [{ feed: 'alpine-secdb/v3.3', covers: ['Alpine:v3.3'], records: 0 }],
  },
  {
    title: 'Wolfi, where somebody put it',
    files: {
      'wolfi/security.json': secdb(
        '',
        { curl: { '8.4.0-r0': ['CVE-2023-38545'] } },
        { distroversion: undefined, reponame: 'os', urlprefix: 'https://packages.wolfi.dev' },
      ),
    },
    batches: [{ feed: 'alpine-secdb/wolfi', covers: ['Wolfi'], records: 1 }],
  },
]);

async function recordsOf(packages: object): Promise<readonly FeedRecord[]> {
  const [batch] = await readFeed(feed, memoryOrigin({ 'alpine-secdb/v3.18/main.json': secdb('v3.18', packages) }));
  return batch?.records ?? [];
}

describe('fixes', () => {
  test('version 0: never affected', async () => {
    expect(await recordsOf({ busybox: { 0: ['CVE-2021-42376'] } })).toMatchObject([
      { advisory: { id: 'CVE-2021-42376' }, entries: [{ state: 'not-affected', ranges: [] }] },
    ]);
  });

  test('under two versions, in whatever order', async () => {
    const [record] = await recordsOf({
      zlib: { '1.2.12-r2': ['CVE-2022-37434'], '1.2.11-r4': ['CVE-2022-37434'], 0: ['CVE-2022-37434'] },
    });
    expect(record).toMatchObject({
      entries: [{ state: 'fixed', ranges: expect.arrayContaining([{ fixed: '1.2.12-r2' }, { fixed: '1.2.11-r4' }]) }],
    });
  });

  test('in several packages: one advisory', async () => {
    const records = await recordsOf({
      mariadb: { '1-r0': ['CVE-2020-1000'] },
      'mariadb-c': { '2-r0': ['CVE-2020-1000'] },
    });
    expect(records).toMatchObject([{ entries: [{ name: 'mariadb' }, { name: 'mariadb-c' }] }]);
  });

  test.each([
    ['CVE-2024-21626 GHSA-xr7r-f8xq-vfvv', [['CVE-2024-21626', ['GHSA-xr7r-f8xq-vfvv']]]],
    ['XSA-200', [['XSA-200', []]]],
    ['CVE-2017-2616 (+ regression fix)', [['CVE-2017-2616', []]]],
    [
      'CVE-2017-1000 CVE-2017-1001 XSA-1',
      [
        ['CVE-2017-1000', []],
        ['CVE-2017-1001', []],
      ],
    ],
    ['CVE_2019-2426', [['CVE-2019-2426', []]]],
    ['CVE 2018-16859', [['CVE-2018-16859', []]]],
    ['wnpa-sec-2017-21', [['wnpa-sec-2017-21', []]]],
    ['VSV00004', [['VSV00004', []]]],
    ['regression fix', [['ALPINE-pkg-regression-fix', []]]],
    ['', []],
    ['  ', []],
    ['\u0000\u0001', []],
  ])('%j', async (text, expected) => {
    const records = await recordsOf({ pkg: { '1-r0': [text] } });
    expect(
      records.map((record) => (record.kind === 'advisory' ? [record.advisory.id, record.advisory.aliases] : record)),
    ).toEqual(expected);
  });

  test.each([
    ['secfixes that are a list', secdb('v3.18', { a: ['CVE-1'] }).replace('["CVE-1"]', '[["CVE-1"]]')],
    ['a package without a name', JSON.stringify({ distroversion: 'v3.18', packages: [{ pkg: {} }] })],
  ])('%s is rejected', async (_title, json) => {
    const [batch] = await readFeed(feed, memoryOrigin({ 'alpine-secdb/v3.18/main.json': json }));
    expect(batch?.records).toMatchObject([{ kind: 'rejected' }]);
  });

  test.each([
    ['a document of another release', secdb('v3.17', {})],
    ['no JSON', '<html>'],
  ])('%s fails the release, so that what was loaded before stays', async (_title, json) => {
    const reading = readFeed(feed, memoryOrigin({ 'alpine-secdb/v3.18/main.json': json }));
    await expect(reading).rejects.toMatchObject({ code: 'advisories/malformed' });
  });

  test('no fixes at all is no error', async () => {
    expect(await recordsOf({ a: null, b: {} })).toEqual([]);
  });
});
