import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { dpkgCataloger } from './cataloger.ts';

function target(name: string, fixture: string, path: string): FuzzTarget {
  return {
    name: `inventory/${name}`,
    seeds: () => [readFileSync(join(import.meta.dirname, 'fixtures', fixture, path))],
    run: async (input) => {
      await catalogBytes(dpkgCataloger, path, input);
    },
  };
}

export const targets: readonly FuzzTarget[] = [
  target('dpkg-status', 'states', 'var/lib/dpkg/status'),
  target('dpkg-list', 'states', 'var/lib/dpkg/info/epochal:amd64.list'),
  target('dpkg-md5sums', 'distroless', 'var/lib/dpkg/status.d/libssl3.md5sums'),
  target('dpkg-copyright', 'distroless', 'usr/share/doc/netbase/copyright'),
  target('chisel-manifest', 'chisel', 'var/lib/chisel/manifest.wall'),
];
