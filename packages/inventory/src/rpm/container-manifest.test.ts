import { expect, test } from 'vitest';
import { parseContainerManifest } from './container-manifest.ts';

const line = 'vim\t9.0-1.cm2\t1\t2\tMicrosoft Corporation\t2\t45000\tx86_64\t2\tvim-9.0-1.cm2.src.rpm';

test('a line is a record', () => {
  expect([...parseContainerManifest(`${line}\r\n\n`)]).toEqual([
    {
      name: 'vim',
      epoch: 2,
      version: '9.0',
      release: '1.cm2',
      architecture: 'x86_64',
      sourceRpm: 'vim-9.0-1.cm2.src.rpm',
      vendor: 'Microsoft Corporation',
    },
  ]);
});

test.each(['vim', `${line}\textra`, line.replace('9.0-1.cm2', '9.0'), line.replace('9.0-1.cm2', '9-0-1')])(
  '%j is none',
  (text) => expect([...parseContainerManifest(text)]).toEqual([undefined]),
);
