import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { podfileLockCataloger } from './cataloger.ts';

describeCataloger(podfileLockCataloger, import.meta.dirname, [
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:cocoapods/GlossButtonNode@3.1.2',
      'pkg:cocoapods/GoogleUtilities@7.5.2#NSData%2Bzlib',
      'pkg:cocoapods/ByGit@1.0.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2FByGit.git%400123456789abcdef0123456789abcdef01234567',
      'pkg:cocoapods/Texture@3.1.0#Core',
    ],
    dependsOn: { 'pkg:cocoapods/GlossButtonNode@3.1.2': ['pkg:cocoapods/Texture@3.1.0#Core'] },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
