import type { Finding } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { compareFindings, priorityOf } from './priority.ts';

const plain: Omit<Finding, 'priority'> = {
  id: 'CVE-2024-1',
  kind: 'vulnerability',
  aliases: [],
  sources: [],
  package: 'pkg:npm/a@1',
  severity: 'medium',
  severityFrom: 'source',
  state: 'no-fix',
  fixedIn: '',
  title: '',
  references: [],
  cwes: [],
  fromBase: 'yes',
};
const exploited = { vulnerability: 'CVE-2024-1', dateAdded: '2024-01-01', ransomware: false };
const epss = (score: number): Pick<Finding, 'epss'> => ({
  epss: { vulnerability: 'CVE-2024-1', score, percentile: 1 },
});

describe('priorityOf', () => {
  test.each<[string, Partial<Finding>, number]>([
    ['severity alone', {}, 12],
    ['unknown stands above low', { severity: 'unknown' }, 8],
    ['exploited', { knownExploited: exploited }, 52],
    ['malware counts as exploited', { kind: 'malware' }, 52],
    ['a fix', { fixedIn: '2' }, 22],
    ['our own layer', { fromBase: 'no' }, 17],
    ['nobody knows whose', { fromBase: 'unknown' }, 14],
    ['a probability of one half', epss(0.5), 23],
    ['a probability that is none', epss(17), 27],
    ['everything', { severity: 'critical', knownExploited: exploited, fixedIn: '2', fromBase: 'no', ...epss(1) }, 100],
    ['nothing', { severity: 'negligible' }, 1],
  ])('%s', (_title, more, expected) => {
    expect(priorityOf({ ...plain, ...more })).toBe(expected);
  });
});

test('findings are sorted by priority, severity, id, package', () => {
  const all: Finding[] = [
    { ...plain, priority: 5, id: 'B' },
    { ...plain, priority: 5, id: 'A', package: 'pkg:npm/b@1' },
    { ...plain, priority: 5, id: 'A' },
    { ...plain, priority: 5, id: 'C', severity: 'high' },
    { ...plain, priority: 9, id: 'Z', severity: 'low' },
  ];
  expect(all.sort(compareFindings).map((finding) => finding.id + finding.package.slice(-3))).toEqual([
    'Za@1',
    'Ca@1',
    'Aa@1',
    'Ab@1',
    'Ba@1',
  ]);
});
