import type { Distribution } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { chooseDistribution } from './choose.ts';

function candidate(path: string, id: string, versionId?: string, more: Partial<Distribution> = {}): Distribution {
  return { id, versionId, idLike: [], channels: [], path, ...more };
}

const repositories = (versionId: string): Distribution => candidate('etc/apk/repositories', 'alpine', versionId);

describe('chooseDistribution', () => {
  test.each<[string, Distribution[], string | undefined]>([
    ['nothing', [], undefined],
    ['channels alone name no release', [candidate('etc/apt/sources.list', 'ubuntu', undefined)], undefined],
    [
      'os-release before all',
      [candidate('etc/debian_version', 'debian', '12'), candidate('etc/os-release', 'ubuntu', '22.04')],
      'ubuntu 22.04',
    ],
    [
      'etc before usr/lib',
      [candidate('usr/lib/os-release', 'debian', '11'), candidate('etc/os-release', 'debian', '12')],
      'debian 12',
    ],
    [
      'the derivative before its parent',
      [candidate('etc/redhat-release', 'centos', '7'), candidate('etc/oracle-release', 'ol', '7.9')],
      'ol 7.9',
    ],
    [
      'an unnamed one last',
      [candidate('etc/os-release', 'linux', '1'), candidate('etc/debian_version', 'debian', '12')],
      'debian 12',
    ],
    ['an unnamed one rather than none', [candidate('etc/os-release', 'linux', '1')], 'linux 1'],
    [
      'the same branch keeps the point release',
      [candidate('etc/os-release', 'alpine', '3.18.9'), repositories('3.18')],
      'alpine 3.18.9',
    ],
    [
      'another branch beats os-release',
      [candidate('etc/os-release', 'alpine', '3.1.4'), repositories('3.18')],
      'alpine 3.18',
    ],
    ['edge beats os-release', [candidate('etc/os-release', 'alpine', '3.18.9'), repositories('edge')], 'alpine edge'],
    ['a development snapshot is edge', [candidate('etc/os-release', 'alpine', '3.22_alpha20250108')], 'alpine edge'],
    ['repositories alone', [repositories('3.18')], 'alpine 3.18'],
    [
      'repositories do not beat a derivative',
      [candidate('etc/os-release', 'postmarketos', '23.06'), repositories('3.18')],
      'postmarketos 23.06',
    ],
  ])('%s', (_title, candidates, expected) => {
    const chosen = chooseDistribution(candidates);
    expect(chosen && `${chosen.id} ${chosen.versionId}`).toBe(expected);
  });

  test('merges the channels of its own family only', () => {
    const chosen = chooseDistribution([
      candidate('etc/os-release', 'linuxmint', '21', { idLike: ['ubuntu', 'debian'] }),
      candidate('var/lib/ubuntu-advantage/status.json', 'ubuntu', undefined, { channels: ['esm-infra'] }),
      candidate('etc/apt/auth.conf', 'ubuntu', undefined, { channels: ['esm-apps', 'esm-infra'] }),
      candidate('etc/yum.repos.d/x.repo', 'rhel', undefined, { channels: ['eus'] }),
    ]);
    expect(chosen?.channels).toEqual(['esm-apps', 'esm-infra']);
  });
});
