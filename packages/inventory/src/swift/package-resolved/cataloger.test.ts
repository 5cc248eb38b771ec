import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { packageResolvedCataloger } from './cataloger.ts';

describeCataloger(packageResolvedCataloger, import.meta.dirname, [
  {
    fixture: 'no-pins',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v1',
    purls: ['pkg:swift/github.com/Alamofire/Alamofire@5.8.1', 'pkg:swift/github.com/acme/ssh@89abcdef'],
  },
  {
    fixture: 'v2',
    purls: ['pkg:swift/gitlab.example.com/group/sub/swift-nio@2.65.0', 'pkg:swift/mona/LinkedList@1.2.3'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v3',
    purls: [
      'pkg:swift/github.com/apple/swift-mmio@80c109b87511041338a4d8d88064088c8dfc079b',
      'pkg:swift/github.com/apple/swift-syntax@509.1.1',
    ],
  },
]);
