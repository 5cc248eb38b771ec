import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { gradleLockfileCataloger } from './cataloger.ts';

describeCataloger(gradleLockfileCataloger, import.meta.dirname, [
  {
    fixture: 'broken',
    purls: ['pkg:maven/org.slf4j/slf4j-api@1.7.36'],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'malformed']),
  },
  { fixture: 'buildscript', purls: ['pkg:maven/com.android.tools.build/gradle@8.3.0'] },
  { fixture: 'per-configuration', purls: ['pkg:maven/org.slf4j/slf4j-api@1.7.36'] },
  {
    fixture: 'single',
    purls: [
      'pkg:maven/joda-time/joda-time@2.2',
      'pkg:maven/junit/junit@4.12',
      'pkg:maven/org.apache.commons/commons-text@1.8',
      'pkg:maven/org.hamcrest/hamcrest-core@1.3',
    ],
    development: ['pkg:maven/junit/junit@4.12', 'pkg:maven/org.hamcrest/hamcrest-core@1.3'],
  },
]);
