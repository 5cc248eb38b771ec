import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { condaCataloger } from './cataloger.ts';

describeCataloger(condaCataloger, import.meta.dirname, [
  {
    fixture: 'environment',
    purls: [
      'pkg:conda/requests@2.28.1?build=py310h06a4308_0&channel=main&subdir=linux-64&type=conda',
      'pkg:conda/zlib@1.2.11?build=h90dfc92_1014&channel=conda-forge&subdir=linux-64&type=tar.bz2',
    ],
    check: ({ packages }) => expect(packages.map(({ license }) => license).toSorted()).toEqual(['Apache-2.0', 'Zlib']),
  },
  { fixture: 'malformed', purls: ['pkg:conda/c'], unknowns: 3 },
]);

test.each([
  ['conda-forge', 'conda-forge'],
  ['https://conda.anaconda.org/t/tk-secret/private/linux-64', 'private'],
  ['https://repo.anaconda.com/pkgs/main/noarch', 'noarch'],
  ['<unknown>', undefined],
  [7, undefined],
])('channel %j', async (channel, expected) => {
  const record = JSON.stringify({ name: 'a', version: '1', channel, subdir: 'linux-64' });
  const { packages } = await catalogBytes(condaCataloger, 'opt/conda/conda-meta/a.json', Buffer.from(record));
  expect(packages?.[0]?.purl.qualifiers?.['channel']).toBe(expected);
});
