import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@pratique/foundation';
import type { AdvisoryDatabase, VersionRange } from '@pratique/model';
import { describeWithTestData } from '@pratique/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAdvisoryDatabase } from './database/open.ts';
import { distributionFacts } from './starter/distribution-facts.ts';
import type { Fact } from './starter/facts.ts';
import { languageFacts } from './starter/language-facts.ts';
import { openStarterDatabase } from './starter/open-starter.ts';
import type { UpdateReport } from './update/report.ts';
import { updateAdvisories } from './update/update.ts';

describeWithTestData('the real feeds', (folder) => {
  const place = mkdtempSync(join(tmpdir(), 'real-feeds-'));
  let report: UpdateReport;
  let database: AdvisoryDatabase;
  beforeAll(async () => {
    const databasePath = join(place, 'advisories.db');
    report = await updateAdvisories({
      databasePath,
      origins: [join(folder, 'feeds')],
      samples: ['osv/npm', 'osv/Maven', 'debian-tracker/sample'],
      clock: fixedClock('2026-11-21T00:00:00Z'),
      // The largest ones have their own measurements in the benchmark.
      ecosystems: ['Alpine', 'Debian', 'Go', 'Hex', 'Maven', 'Packagist', 'Rocky Linux', 'Ubuntu', 'npm'],
      feeds: [
        'osv',
        'debian-tracker',
        'debian-elts',
        'alpine-secdb',
        'nodejs-core',
        'kubernetes',
        'kev',
        'end-of-life',
        'vex',
      ],
    });
    database = openAdvisoryDatabase(databasePath);
  });
  afterAll(() => {
    database.close();
    rmSync(place, { recursive: true });
  });

  const statusOf = (feed: string) => report.feeds.find((one) => one.feed === feed);

  test('every feed is loaded, not a record is rejected', () => {
    expect(report.feeds.filter(({ outcome, rejected }) => outcome !== 'loaded' || rejected > 0)).toEqual([]);
  });

  // Numbers of the data's own README.
  test.each([
    ['osv/Alpine', 204],
    ['osv/Debian', 124],
    ['osv/Go', 4668],
    ['osv/Hex', 45],
    ['osv/Maven', 609],
    ['osv/Packagist', 2336],
    ['osv/Rocky Linux', 119],
    ['osv/Ubuntu', 140],
    ['osv/npm', 1170],
    ['debian-elts', 1712],
    ['kev', 1662],
    ['end-of-life', 8351],
    ['kubernetes', 44],
    ['nodejs-core', 171],
    ['vex/openvex/aquasecurity-vexhub.zip', 15_304],
    ['vex/openvex/rancher-vexhub-sample.zip', 2053],
    ['vex/openvex/ubuntu-CVE-2023-38545.json', 3],
  ])('%s holds %d records', (feed, records) => {
    expect(statusOf(feed)?.records).toBe(records);
  });

  test.each([
    ['osv/Go', ['Go']],
    ['osv/npm', []],
    ['osv/Rocky Linux', ['Rocky Linux:10', 'Rocky Linux:8', 'Rocky Linux:9']],
    ['alpine-secdb/v3.7', ['Alpine:v3.7']],
    // An excerpt without its community repository.
    ['alpine-secdb/v3.18', []],
    ['debian-tracker/sample', []],
    ['debian-elts', []],
  ])('%s covers %j', (feed, covers) => {
    expect([...(statusOf(feed)?.covers ?? ['?'])].toSorted()).toEqual(covers);
  });

  test('what lies in the future or in year 1 is not the newest record', () => {
    for (const { newestRecord } of database.feeds())
      if (newestRecord) expect(newestRecord <= '2026-11-21T00:00:00Z').toBe(true);
  });

  test.each([
    ['Alpine:v3.7', 'musl', 'CVE-2019-14697', { state: 'fixed', ranges: [{ fixed: '1.1.18-r4' }] }],
    ['Alpine:v3.18', 'busybox', 'CVE-2021-42376', { state: 'not-affected' }],
    ['Debian:10', 'apt', 'CVE-2020-27350', { state: 'fixed', ranges: [{ fixed: '1.8.2.2' }] }],
    ['Debian:8', 'batik', 'ELA-998-1', { channel: 'elts' }],
    ['Ubuntu:22.04', 'curl', 'UBUNTU-CVE-2023-38545', { severity: 'high' }],
    ['Ubuntu:16.04', 'openssl', 'USN-6188-1', { channel: 'esm-infra' }],
    ['Go', 'stdlib', 'GO-2021-0067', { symbols: ['archive/zip'] }],
    ['npm', 'lodash', 'GHSA-jf85-cpcp-j695', { ranges: [{ fixed: '4.17.12' }] }],
    ['Packagist', 'drupal/location_selector', 'DRUPAL-CONTRIB-2026-072', { ranges: [{ fixed: '1.3.0' }] }],
    ['generic:node', 'node', 'NODE-CORE-1', { state: 'fixed' }],
    ['kubernetes', 'k8s.io/kubelet', 'CVE-2017-1002102', { scheme: 'semver' }],
  ])('%s %s: %s', (ecosystem, name, advisory, expected) => {
    expect(database.lookup(ecosystem, name).find((entry) => entry.advisory === advisory)).toMatchObject(expected);
  });

  test('nothing withdrawn is looked up, and aliases lead to every feed', () => {
    expect(database.advisory('osv/npm', 'GHSA-32vw-r77c-gm67')).toMatchObject({ withdrawn: expect.any(String) });
    expect(database.lookup('npm', 'marked').some(({ advisory }) => advisory === 'GHSA-32vw-r77c-gm67')).toBe(false);
    const feeds = new Set(database.advisoriesFor('CVE-2023-44487').map(({ feed }) => feed));
    expect([...feeds]).toEqual(
      expect.arrayContaining(['osv/Go', 'osv/Debian', 'alpine-secdb/v3.18', 'debian-elts', 'nodejs-core']),
    );
  });

  test('VEX is found by alias', () => {
    expect(database.vex('CVE-2024-26147').some(({ vulnerability }) => vulnerability === 'GO-2024-2575')).toBe(true);
    expect(database.vex('CVE-2024-28834')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: 'affected', products: ['cpe:/o:redhat:enterprise_linux:6'] }),
      ]),
    );
  });

  test('the starter set says what the publishers say, where they say anything', () => {
    const starter = openStarterDatabase();
    const compared: string[] = [];
    for (const fact of [...languageFacts, ...distributionFacts] as readonly Fact[]) {
      // Publishers give malicious releases as ranges, we give them by name.
      if (fact.kind === 'malware') continue;
      for (const place of Object.keys(fact.affects)) {
        const [ecosystem, name] = [place.slice(0, place.lastIndexOf(' ')), place.slice(place.lastIndexOf(' ') + 1)];
        const ours = starter.lookup(ecosystem, name).find(({ advisory }) => advisory === fact.id);
        const ids = new Set([
          fact.id,
          ...(fact.aliases ?? []),
          `DEBIAN-${fact.id}`,
          `ALPINE-${fact.id}`,
          `UBUNTU-${fact.id}`,
        ]);
        const theirs = database
          .lookup(ecosystem, name)
          .filter(({ advisory, state }) => ids.has(advisory) && state === 'fixed');
        if (theirs.length === 0) continue;
        compared.push(place);
        const text = (ranges: readonly VersionRange[] | undefined): string =>
          JSON.stringify(ranges?.map((range) => range.fixed).toSorted());
        expect(
          theirs.map(({ ranges }) => text(ranges)),
          `${fact.id} ${place}`,
        ).toContain(text(ours?.ranges));
      }
    }
    expect(compared.length).toBeGreaterThan(30);
    for (const product of ['debian', 'ubuntu', 'rhel', 'nodejs', 'python'])
      for (const { cycle, endOfLife } of starter.lifecycles(product))
        expect(
          database.lifecycles(product).find((other) => other.cycle === cycle)?.endOfLife,
          `${product} ${cycle}`,
        ).toBe(endOfLife);
    starter.close();
  });
});
