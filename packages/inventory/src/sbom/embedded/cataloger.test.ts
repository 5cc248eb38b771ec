import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { embeddedSbomCataloger } from './cataloger.ts';

describeCataloger(embeddedSbomCataloger, import.meta.dirname, [
  {
    fixture: 'bitnami',
    purls: ['pkg:bitnami/redis@7.0.5-4?arch=amd64', 'pkg:bitnami/gosu@1.14.0-156?arch=amd64'],
    check: ({ packages }) => expect(packages[0]).toMatchObject({ license: 'BSD-3-Clause', evidence: 'sbom' }),
  },
  {
    // The wheel's own entry names the file that it was installed from.
    fixture: 'wheel',
    purls: [
      'pkg:pypi/psycopg2-binary@2.9.13',
      'pkg:rpm/centos/krb5-libs@1.15.1-55.el7_9',
      'pkg:rpm/centos/libcom_err@1.42.9-19.el7',
    ],
  },
  { fixture: 'malformed', purls: [], unknowns: 1 },
  {
    fixture: 'tag-value',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns[0]?.code).toBe('unsupported'),
  },
]);
