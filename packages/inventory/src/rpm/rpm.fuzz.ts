import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { OwnedPaths } from '../os-package/owned-paths.ts';
import { rpmCataloger } from './cataloger.ts';
import { readPackage } from './header/read-package.ts';
import { readNdb } from './ndb/read-ndb.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const ndb = 'usr/lib/sysimage/rpm/Packages.db';

function target(name: string, seeds: readonly string[], path: string): FuzzTarget {
  return {
    name: `inventory/rpm-${name}`,
    seeds: () => seeds.map((fixture) => readFileSync(join(fixtures, fixture, path))),
    run: async (input) => {
      await catalogBytes(rpmCataloger, path, input);
    },
  };
}

export const targets: readonly FuzzTarget[] = [
  target('sqlite', ['sqlite'], 'var/lib/rpm/rpmdb.sqlite'),
  target('ndb', ['ndb'], ndb),
  target('bdb', ['bdb', 'bdb-big-endian'], 'var/lib/rpm/Packages'),
  target('manifest', ['manifest'], 'var/lib/rpmmanifest/container-manifest-2'),
  {
    name: 'inventory/rpm-header',
    seeds: () =>
      [...readNdb(readFileSync(join(fixtures, 'ndb', ndb)))].flatMap((blob) => (blob.ok ? [blob.bytes] : [])),
    run: (input) => {
      readPackage(input, new OwnedPaths(''));
    },
  },
];
