import type { FoundPackage } from '@pratique/model';
import { expect, test } from 'vitest';
import { assemblePackages, type VisibleResult } from './assemble-packages.ts';

/** A Go module in a program for each of the systems; undefined: the program does not say. */
function programs(...systems: (string | undefined)[]): VisibleResult[] {
  return systems.map((goos, index) => {
    const name = 'golang.org/x/sys';
    const found: FoundPackage = {
      type: 'golang',
      name,
      version: 'v0.1.0',
      evidence: 'binary',
      purl: { type: 'golang', name, version: 'v0.1.0' },
      properties: { mark: 'kept', ...(goos !== undefined && { goos }) },
    };
    return { path: `bin/${index}`, layer: 0, results: [{ cataloger: 'go-binary', result: { packages: [found] } }] };
  });
}

test.each<[string, (string | undefined)[], string | undefined]>([
  ['one program', ['linux'], 'linux'],
  ['several for one system', ['linux', 'linux'], 'linux'],
  ['for several systems', ['windows', 'linux', 'darwin'], 'darwin,linux,windows'],
  ['one does not say', ['linux', undefined], undefined],
  ['the deciding one does not say', [undefined, 'linux'], undefined],
])('systems of a Go module, %s', (_title, systems, goos) => {
  const packages = assemblePackages(programs(...systems), () => undefined, { layers: [], fromBase: () => 'no' });
  expect(packages.map(({ properties }) => properties)).toEqual([{ mark: 'kept', ...(goos !== undefined && { goos }) }]);
});
