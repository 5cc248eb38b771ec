import { versionScheme } from '@pratique/versions';
import { afterAll, describe, expect, test } from 'vitest';
import { distributionFacts } from './distribution-facts.ts';
import { languageFacts } from './language-facts.ts';
import { openStarterDatabase } from './open-starter.ts';

const facts = [...languageFacts, ...distributionFacts];

describe('the starter set', () => {
  const shared = openStarterDatabase();
  afterAll(() => shared.close());

  test('is labelled and dated, and covers nothing', () => {
    const database = openStarterDatabase();
    expect(database.feeds()).toMatchObject([
      { feed: 'starter', covers: [], records: facts.length, origin: expect.stringMatching(/^starter set of \d{4}-/) },
    ]);
    expect([database.generation, database.covers('npm'), database.covers('Debian:12')]).toEqual([0, false, false]);
    expect(database.delta(0)).toMatchObject({ packages: [], vulnerabilities: [] });
    database.close();
  });

  test('says something true', () => {
    const database = openStarterDatabase();
    expect(database.lookup('Maven', 'org.apache.logging.log4j:log4j-core').map(({ advisory }) => advisory)).toEqual([
      'CVE-2021-44228',
      'CVE-2021-45046',
    ]);
    expect(database.lookup('npm', 'event-stream')).toMatchObject([
      { versions: ['3.3.6'], ranges: [], state: 'affected' },
    ]);
    expect(database.advisoriesFor('GHSA-jfh8-c2jp-5v3q')).toMatchObject([
      { id: 'CVE-2021-44228', severity: 'critical', cvss: [{ version: '3.1' }] },
    ]);
    expect(database.lifecycles('debian').find(({ cycle }) => cycle === '10')).toEqual({
      product: 'debian',
      cycle: '10',
      endOfLife: '2022-09-10',
      extendedSupport: '2024-06-30',
    });
    expect(database.lifecycles('go')[0]).toEqual({ product: 'go', cycle: '1.27', endOfLife: false });
    database.close();
  });

  test.each(facts.map((fact) => [fact.id, fact] as const))('%s is well formed', (_id, fact) => {
    const advisory = shared.advisory('starter', fact.id);
    if (fact.vector) expect(advisory?.cvss).toHaveLength(1);
    for (const place of Object.keys(fact.affects)) {
      const space = place.lastIndexOf(' ');
      const entry = shared
        .lookup(place.slice(0, space), place.slice(space + 1))
        .find((one) => one.advisory === fact.id);
      if (!entry) throw new Error(`${place} is not found`);
      const scheme = versionScheme(entry.scheme);
      for (const version of [...entry.ranges.flatMap((range) => Object.values(range)), ...(entry.versions ?? [])])
        expect(scheme.isValid(version), version).toBe(true);
      for (const { introduced, fixed } of entry.ranges)
        if (introduced && fixed) expect(scheme.compare(introduced, fixed)).toBeLessThan(0);
    }
  });
});
