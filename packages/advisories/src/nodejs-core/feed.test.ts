import { describeFeed } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { nodejsCoreFeed } from './feed.ts';
import { coreRanges } from './ranges.ts';

const index = {
  1: {
    cve: ['CVE-2017-1000381'],
    vulnerable: '8.x || 7.x',
    patched: '^8.1.4 || ^7.10.1',
    ref: 'https://nodejs.org/en/blog/',
    description: 'memory overread',
    overview: 'The c-ares function.',
    severity: 'high',
  },
  2: { cve: [], vulnerable: '8.x', patched: '^8.1.4', overview: 'No number.' },
  7: { cve: ['CVE-2016-9840', 'CVE-2016-9841'], vulnerable: '4.x', patched: '^4.8.2' },
  8: { cve: [], vulnerable: 'all of them', patched: '' },
};

describeFeed(nodejsCoreFeed(defaultAdvisoryLimits), import.meta.dirname, [
  {
    title: 'the index',
    files: { 'nodejs/core-index.json': JSON.stringify(index) },
    batches: [{ feed: 'nodejs-core', covers: ['generic:node'], records: 3, rejected: ['NODE-CORE-8'] }],
    check: ([batch]) =>
      expect(batch?.records).toMatchObject([
        {
          advisory: { id: 'NODE-CORE-1', aliases: ['CVE-2017-1000381'], severity: 'high' },
          entries: [{ ecosystem: 'generic:node', name: 'node', state: 'fixed' }],
        },
        { advisory: { aliases: [], vulnerabilities: [] } },
        { advisory: { aliases: [], vulnerabilities: ['CVE-2016-9840', 'CVE-2016-9841'] } },
        {},
      ]),
  },
]);

describe('coreRanges', () => {
  test.each([
    [
      '8.x || 7.x',
      '^8.1.4 || ^7.10.1',
      [
        { introduced: '8.0.0', fixed: '8.1.4' },
        { introduced: '7.0.0', fixed: '7.10.1' },
      ],
    ],
    ['^7.1.0', '^7.2.0', [{ introduced: '7.1.0', fixed: '7.2.0' }]],
    [
      '>=6.0.0 <6.2.0 || 5.x',
      '^5.12.0',
      [
        { introduced: '6.0.0', before: '6.2.0' },
        { introduced: '5.0.0', fixed: '5.12.0' },
      ],
    ],
    ['8.5.0', '^8.6.0', [{ introduced: '8.5.0', before: '8.5.1' }]],
    [
      '<= 10',
      '^6.14.4 || ^8.11.4 || >= 10.9.0',
      [{ fixed: '6.14.4' }, { introduced: '7.0.0', fixed: '8.11.4' }, { introduced: '9.0.0', fixed: '10.9.0' }],
    ],
    [
      ' 12.x || 14.x',
      ' ^12.22.6 ',
      [
        { introduced: '12.0.0', fixed: '12.22.6' },
        { introduced: '14.0.0', before: '15.0.0' },
      ],
    ],
    ['6.x', '^6.0.0', []],
    ['0.10.x', '^0.10.42', [{ introduced: '0.10.0', fixed: '0.10.42' }]],
    ['~4.2.0', '4.4.2', [{ introduced: '4.2.0', before: '4.3.0' }]],
    ['', '', []],
  ])('%s, patched %s', (vulnerable, patched, ranges) => {
    expect(coreRanges(vulnerable, patched)).toEqual(ranges);
  });

  test.each([
    ['nonsense', '^1.0.0'],
    ['8.x', 'never'],
    ['8.x && 9.x', ''],
  ])('%s, patched %s is not understood', (vulnerable, patched) => {
    expect(coreRanges(vulnerable, patched)).toBeUndefined();
  });
});
