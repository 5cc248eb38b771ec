import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { conanLockCataloger } from './cataloger.ts';

describeCataloger(conanLockCataloger, import.meta.dirname, [
  {
    fixture: 'conanfile',
    purls: [
      'pkg:conan/catch2@2.13.8',
      'pkg:conan/my_user/spdlog@1.9.2?channel=my_channel',
      'pkg:conan/ranged',
      'pkg:conan/cmake@3.27.0',
    ],
    development: ['pkg:conan/cmake@3.27.0'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v1',
    purls: ['pkg:conan/acme/minizlib@1.3.1?channel=stable', 'pkg:conan/buildtool@0.9'],
    development: ['pkg:conan/buildtool@0.9'],
  },
  { fixture: 'v1-old', purls: ['pkg:conan/bincrafters/zlib@1.2.11?channel=testing'] },
  {
    fixture: 'v2',
    purls: ['pkg:conan/acme/minizlib@1.3.1?channel=stable', 'pkg:conan/buildtool@0.9'],
    development: ['pkg:conan/buildtool@0.9'],
  },
  {
    fixture: 'v2-odd',
    purls: [
      'pkg:conan/zlib@1.2.11',
      'pkg:conan/plain@1.0',
      'pkg:conan/team@2.0?user=acme',
      'pkg:conan/paired@3.0',
      'pkg:conan/ninja@1.11.1',
    ],
    development: ['pkg:conan/ninja@1.11.1'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
