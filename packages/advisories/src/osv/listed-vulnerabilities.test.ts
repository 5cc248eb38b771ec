import { buildOsvAffected as affected, buildOsvRange, buildOsvRecord as record } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { readOsvRecord } from './record.ts';

const ranges = [buildOsvRange('ECOSYSTEM', { introduced: '0' }, { fixed: '1.1.1-1ubuntu2.1~18.04.23' })];

/** A CVE of a `cves_map`, rated as Ubuntu does: vectors first, its own word last. */
function cve(id: string, priority?: string): object {
  const vector = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:H' };
  return { id, severity: priority === undefined ? [vector] : [vector, { type: 'Ubuntu', score: priority }] };
}

function read(cves_map: unknown, fields: object = {}) {
  const element = affected(
    { ranges, database_specific: { cves_map } },
    { ecosystem: 'Ubuntu:18.04:LTS', name: 'openssl' },
  );
  const upstream = ['CVE-2023-1255', 'CVE-2023-2650'];
  const outcome = readOsvRecord(record({ id: 'USN-6119-1', upstream, affected: [element], ...fields }), { feed: 'f' });
  if (outcome?.kind !== 'advisory') throw new Error(JSON.stringify(outcome));
  const { advisory, entries } = outcome;
  return {
    all: advisory.vulnerabilities,
    entries: entries.map(({ vulnerabilities, severity }) => ({ vulnerabilities, severity })),
  };
}

describe('which CVEs of an erratum an entry speaks of', () => {
  const all = { vulnerabilities: undefined, severity: undefined };

  test.each([
    [
      'a part of them, with its priority',
      { ecosystem: 'Ubuntu:18.04:LTS', cves: [cve('CVE-2023-2650', 'medium')] },
      [{ vulnerabilities: ['CVE-2023-2650'], severity: 'medium' }],
    ],
    [
      'all of one priority',
      { cves: [cve('CVE-2023-2650', 'low'), cve('CVE-2023-1255', 'low')] },
      [{ vulnerabilities: undefined, severity: 'low' }],
    ],
    [
      'an entry for each priority',
      { cves: [cve('CVE-2023-2650', 'medium'), cve('CVE-2023-1255', 'low')] },
      [
        { vulnerabilities: ['CVE-2023-2650'], severity: 'medium' },
        { vulnerabilities: ['CVE-2023-1255'], severity: 'low' },
      ],
    ],
    ['without a priority', { cves: [cve('CVE-2023-2650')] }, [{ vulnerabilities: ['CVE-2023-2650'], severity: undefined }]],
    ['an empty map limits nothing', { ecosystem: 'Ubuntu:18.04:LTS', cves: [] }, [all]],
    ['a map of another form limits nothing', { cves: [{ id: 7 }, null, 'CVE-2023-2650', { id: 'LP-1' }] }, [all]],
    ['no map', undefined, [all]],
  ])('%s', (_title, map, entries) => {
    expect(read(map).entries).toEqual(entries);
  }); // prettier-ignore

  test('the map names CVEs that the record names nowhere else', () => {
    const found = read({ cves: [cve('CVE-2021-3782', 'medium')] }, { id: 'USN-5614-1', upstream: [] });
    expect(found).toEqual({
      all: ['CVE-2021-3782'],
      entries: [{ vulnerabilities: undefined, severity: 'medium' }],
    });
  });
});
