import { buildZip, describeFeed } from '@pratique/testkit';
import { expect } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { debianEltsFeed } from './feed.ts';

const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '9.4.26-0+deb8u8' }] }];
const record = {
  id: 'ELA-1003-1',
  modified: '2023-11-19T00:00:00Z',
  related: ['CVE-2023-5869', 'CVE-2023-39417'],
  affected: [{ package: { ecosystem: 'Debian:8', name: 'postgresql-9.4' }, ranges }],
};

describeFeed(debianEltsFeed(defaultAdvisoryLimits), import.meta.dirname, [
  {
    title: 'the archive',
    files: { 'debian/elts-advisories.zip': buildZip({ 'ELA-1003-1.json': JSON.stringify(record), 'ELA-2.json': '{' }) },
    batches: [{ feed: 'debian-elts', covers: [], records: 1, rejected: ['ELA-2'] }],
    check: ([batch]) =>
      expect(batch?.records[0]).toMatchObject({
        advisory: { vulnerabilities: ['CVE-2023-5869', 'CVE-2023-39417'] },
        entries: [{ ecosystem: 'Debian:8', channel: 'elts', ranges: [{ fixed: '9.4.26-0+deb8u8' }] }],
      }),
  },
]);
