import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { distributionCataloger } from './cataloger.ts';
import { chooseDistribution } from './choose.ts';

function target(name: string, fixtures: readonly string[], path: string): FuzzTarget {
  return {
    name: `inventory/${name}`,
    seeds: () => fixtures.map((fixture) => readFileSync(join(import.meta.dirname, 'fixtures', fixture, path))),
    run: async (input) => {
      const { distributions } = await catalogBytes(distributionCataloger, path, input);
      chooseDistribution(distributions ?? []);
    },
  };
}

export const targets: readonly FuzzTarget[] = [
  target('os-release', ['debian10', 'fedora30', 'rocky'], 'etc/os-release'),
  target('suse-release', ['sles12'], 'etc/SuSE-release'),
  target('redhat-release', ['rhel6'], 'etc/redhat-release'),
  target('apk-repositories', ['alpine-upgraded'], 'etc/apk/repositories'),
  target('apt-sources', ['debian-elts'], 'etc/apt/sources.list.d/extended-lts.sources'),
  target('yum-repositories', ['rhel-eus'], 'etc/yum.repos.d/redhat.repo'),
  target('ubuntu-pro', ['ubuntu-pro'], 'var/lib/ubuntu-advantage/status.json'),
];
