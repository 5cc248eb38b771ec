import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { cargoLockCataloger } from './cataloger.ts';

describeCataloger(cargoLockCataloger, import.meta.dirname, [
  {
    fixture: 'generated',
    purls: [
      'pkg:cargo/aho-corasick@1.1.3',
      'pkg:cargo/itoa@1.0.1',
      'pkg:cargo/memchr@2.7.4',
      'pkg:cargo/ryu@1.0.2',
      'pkg:cargo/sample@0.1.0',
    ],
    dependsOn: {
      'pkg:cargo/aho-corasick@1.1.3': ['pkg:cargo/memchr@2.7.4'],
      'pkg:cargo/sample@0.1.0': [
        'pkg:cargo/aho-corasick@1.1.3',
        'pkg:cargo/itoa@1.0.1',
        'pkg:cargo/memchr@2.7.4',
        'pkg:cargo/ryu@1.0.2',
      ],
    },
  },
  {
    fixture: 'not-toml',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:cargo/app@0.1.0',
      'pkg:cargo/regex@1.11.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Frust-lang%2Fregex.git%3Fbranch%3Dmain%401a069b92',
      'pkg:cargo/regex@1.11.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Frust-lang%2Fregex.git%3Frev%3D1a069b92%401a069b92',
      'pkg:cargo/regex@1.11.1',
      'pkg:cargo/syn@1.0.109',
      'pkg:cargo/syn@2.0.15',
      'pkg:cargo/wasi@0.10.2%2Bwasi-snapshot-preview1',
    ],
    dependsOn: {
      'pkg:cargo/app@0.1.0': [
        'pkg:cargo/regex@1.11.1',
        'pkg:cargo/regex@1.11.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Frust-lang%2Fregex.git%3Fbranch%3Dmain%401a069b92',
        'pkg:cargo/syn@2.0.15',
      ],
      'pkg:cargo/regex@1.11.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Frust-lang%2Fregex.git%3Fbranch%3Dmain%401a069b92':
        ['pkg:cargo/syn@1.0.109'],
    },
  },
  {
    fixture: 'v1',
    purls: ['pkg:cargo/app@0.1.0', 'pkg:cargo/libc@0.2.140'],
    dependsOn: { 'pkg:cargo/app@0.1.0': ['pkg:cargo/libc@0.2.140'] },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
