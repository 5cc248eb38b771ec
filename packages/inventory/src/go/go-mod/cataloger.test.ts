import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { goModCataloger } from './cataloger.ts';

describeCataloger(goModCataloger, import.meta.dirname, [
  {
    fixture: 'broken',
    purls: ['pkg:golang/github.com/c/d@v1.0.0'],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'malformed']),
  },
  {
    fixture: 'directives',
    purls: [
      'pkg:golang/github.com/Masterminds/semver/v3@v3.2.1',
      'pkg:golang/golang.org/x/net@v0.5.6',
      'pkg:golang/golang.org/x/sys@v0.2.0',
      'pkg:golang/github.com/fork/text@v0.4.0',
      'pkg:golang/github.com/quoted/mod@v1.0.0',
      'pkg:golang/example.com/same@v1.0.0',
      'pkg:golang/gopkg.in/yaml.v2@v2.4.0%2Bincompatible',
      'pkg:golang/stdlib@1.22.4',
    ],
  },
  { fixture: 'module-cache', purls: [] },
  { fixture: 'no-requirements', purls: [] },
  {
    fixture: 'not-a-module-file',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  { fixture: 'tidied', purls: ['pkg:golang/github.com/BurntSushi/toml@v1.4.0', 'pkg:golang/golang.org/x/sync@v0.9.0'] },
]);
