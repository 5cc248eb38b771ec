import { buildZip, describeFeed } from '@pratique/testkit';
import { expect } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { kubernetesFeed } from './feed.ts';

const events = [{ introduced: '1.3.0' }, { fixed: '1.7.14' }, { introduced: '1.8.0' }, { fixed: '1.8.9' }];
const record = {
  id: 'CVE-2017-1002102',
  modified: '2018-03-05T20:55:20Z',
  affected: [{ package: { ecosystem: 'kubernetes', name: 'k8s.io/kubelet' }, ranges: [{ type: 'SEMVER', events }] }],
};

describeFeed(kubernetesFeed(defaultAdvisoryLimits), import.meta.dirname, [
  {
    title: 'the archive',
    files: { 'kubernetes/upstream-cves.zip': buildZip({ 'CVE-2017-1002102.json': JSON.stringify(record) }) },
    batches: [{ feed: 'kubernetes', covers: ['kubernetes'], records: 1 }],
    check: ([batch]) =>
      expect(batch?.records[0]).toMatchObject({
        entries: [
          {
            name: 'k8s.io/kubelet',
            scheme: 'semver',
            ranges: [
              { introduced: '1.3.0', fixed: '1.7.14' },
              { introduced: '1.8.0', fixed: '1.8.9' },
            ],
          },
        ],
      }),
  },
]);
