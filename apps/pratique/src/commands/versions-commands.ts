import type { CommandSpec } from '../cli/command.ts';

const schemes = [
  'deb',
  'rpm',
  'apk',
  'alpm',
  'semver',
  'pep440',
  'maven',
  'gem',
  'nuget',
  'composer',
  'go',
  'hex',
  'pub',
  'cran',
  'hackage',
  'generic',
] as const;

/** Commands that hold versions against an ecosystem's rules. */
export const versionsCommands: readonly CommandSpec[] = [
  {
    name: 'versions compare',
    args: ['SCHEME', 'A', 'B'],
    summary: 'Say how two versions compare: prints `A < B`, `A = B` or `A > B`.',
    argumentChoices: { SCHEME: schemes },
    options: [],
    examples: ['pratique versions compare deb 1.2.3~rc1 1.2.3'],
    load: () => import('./versions-compare.ts'),
  },
  {
    name: 'versions check',
    args: ['SCHEME'],
    summary: 'Read lines `A < B`, `A = B`, `A > B` from stdin and print those that the scheme disagrees with.',
    argumentChoices: { SCHEME: schemes },
    options: [],
    examples: ['pratique versions check maven < pairs.txt'],
    load: () => import('./versions-check.ts'),
  },
];
