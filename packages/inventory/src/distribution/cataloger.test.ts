import { join } from 'node:path';
import type { Distribution } from '@pratique/model';
import { catalogFolder, describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { distributionCataloger } from './cataloger.ts';
import { chooseDistribution } from './choose.ts';

describeCataloger(distributionCataloger, import.meta.dirname, [{ fixture: 'damaged', purls: [], unknowns: 2 }]);

describe('the distribution of a root file system', () => {
  test.each<[string, Partial<Distribution>]>([
    ['alpine-upgraded', { id: 'alpine', versionId: '3.19', path: 'etc/os-release' }],
    ['amazon2014', { id: 'amzn', versionId: '2014.03', path: 'etc/system-release' }],
    ['arch', { id: 'arch' }],
    ['centos5', { id: 'centos', versionId: '5.11', path: 'etc/centos-release' }],
    ['debian10', { id: 'debian', versionId: '10', codename: 'buster' }],
    ['debiantesting', { id: 'debian', codename: 'bookworm' }],
    ['debian-elts', { id: 'debian', versionId: '10', channels: ['elts'] }],
    ['distroless', { id: 'debian', versionId: '12', path: 'usr/lib/os-release' }],
    ['fedora30', { id: 'fedora', versionId: '30' }],
    ['gentoo', { id: 'gentoo' }],
    ['kali', { id: 'kali', versionId: '2017.1', idLike: ['debian'] }],
    ['linuxmint17', { id: 'ubuntu', versionId: '14.04' }],
    ['mageia5', { id: 'mageia', versionId: '5' }],
    ['opensuse42', { id: 'opensuse', versionId: '42.1' }],
    ['oracle7', { id: 'ol', versionId: '7.5' }],
    ['raspbian8', { id: 'raspbian', versionId: '8', codename: 'jessie', idLike: ['debian'] }],
    ['rhel6', { id: 'rhel', versionId: '6.5', codename: 'Santiago', path: 'etc/redhat-release' }],
    ['rhel-eus', { id: 'rhel', versionId: '8.8', channels: ['eus', 'tus'] }],
    ['rocky', { id: 'rocky', versionId: '8.4', path: 'etc/os-release' }],
    ['scientific6', { id: 'scientific', versionId: '6.4' }],
    ['slackware14', { id: 'slackware', versionId: '14.1' }],
    ['sles12', { id: 'sles', versionId: '12.1' }],
    ['ubuntu16', { id: 'ubuntu', versionId: '16.04', channels: [] }],
    [
      'ubuntu-pro',
      { id: 'ubuntu', versionId: '20.04', codename: 'focal', channels: ['esm-apps', 'esm-infra', 'fips-updates'] },
    ],
  ])('%s', async (fixture, expected) => {
    const folder = join(import.meta.dirname, 'fixtures', fixture);
    const { results } = await catalogFolder(distributionCataloger, folder);
    const candidates = results.flatMap((result) => result.distributions ?? []);
    const { versionId, ...rest } = expected;
    expect(chooseDistribution(candidates)).toMatchObject(rest);
    expect(chooseDistribution(candidates)?.versionId).toBe(versionId);
    expect(chooseDistribution(candidates.toReversed())).toEqual(chooseDistribution(candidates));
  });
});
