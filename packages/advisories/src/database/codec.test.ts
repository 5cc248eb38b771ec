import type { AdvisoryEntry } from '@pratique/model';
import { expect, test } from 'vitest';
import { packEntries, unpackEntries } from './codec.ts';

const place = { advisory: 'USN-6119-1', feed: 'osv/Ubuntu', ecosystem: 'Ubuntu:18.04', name: 'openssl' };
const plain: AdvisoryEntry = { ...place, scheme: 'deb', state: 'affected', ranges: [] };

test.each<[string, Partial<AdvisoryEntry>]>([
  ['nothing but a state', {}],
  ['a fix', { state: 'fixed', ranges: [{ fixed: '1.1.1-1' }, { introduced: '2.0', fixed: '2.1' }] }],
  ['a last affected version', { ranges: [{ lastAffected: '1.1' }, { introduced: '2.0', lastAffected: '2.1' }] }],
  ['an end that is no fix', { ranges: [{ before: '1.1' }, { introduced: '2.0', before: '2.1' }] }],
  ['ranges without an end', { ranges: [{}, { introduced: '2.0' }] }],
  [
    'everything else',
    {
      scheme: 'generic',
      versions: ['1.0'],
      nativeRange: '<2',
      module: 'nodejs:18',
      architectures: ['x86_64'],
      symbols: ['net/http'],
      vulnerabilities: ['CVE-2023-2650'],
      operatingSystems: ['windows'],
      channel: 'esm-infra',
      severity: 'medium',
      fixAvailableSince: '2023-05-30T12:00:00Z',
    },
  ],
])('an entry is read back as it was stored: %s', (_title, more) => {
  const entry = { ...plain, ...more };
  expect(unpackEntries(packEntries([entry]), place)).toEqual([entry]);
});
