import type { CommandSpec } from '../cli/command.ts';

/** Commands that hold versions against an ecosystem's rules. */
export const versionsCommands: readonly CommandSpec[] = [
  {
    name: 'versions compare',
    args: ['SCHEME', 'A', 'B'],
    summary: 'Say how two versions compare: prints `A < B`, `A = B` or `A > B`.',
    options: [],
    examples: ['pratique versions compare deb 1.2.3~rc1 1.2.3'],
    load: () => import('./versions-compare.ts'),
  },
  {
    name: 'versions check',
    args: ['SCHEME'],
    summary: 'Read lines `A < B`, `A = B`, `A > B` from stdin and print those that the scheme disagrees with.',
    options: [],
    examples: ['pratique versions check maven < pairs.txt'],
    load: () => import('./versions-check.ts'),
  },
];
