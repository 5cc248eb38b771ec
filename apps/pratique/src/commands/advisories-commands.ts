import type { CommandSpec } from '../cli/command.ts';

/** Commands over the advisory database. */
export const advisoriesCommands: readonly CommandSpec[] = [
  {
    name: 'advisories update',
    args: [],
    summary: 'Fetch what changed in the feeds and bring the advisory database up to date.',
    options: [
      {
        name: 'from',
        value: 'DIR|URL',
        repeatable: true,
        summary:
          "Folder or web address with the feeds, in the publishers' layouts. Default: the publishers themselves.",
      },
      {
        name: 'sample',
        value: 'FEED',
        repeatable: true,
        summary: 'A feed that is not whole there, such as osv/npm: it is matched, but covers nothing.',
      },
      { name: 'format', value: 'FORMAT', choices: ['table', 'json'], summary: 'Form of the summary.' },
    ],
    examples: ['pratique advisories update', 'pratique advisories update --from /srv/feeds'],
    load: () => import('./advisories-update.ts'),
  },
  {
    name: 'advisories status',
    args: [],
    summary: 'Show per feed: records, newest record, when it was fetched, whether it is stale, what it covers.',
    options: [{ name: 'format', value: 'FORMAT', choices: ['table', 'json'], summary: 'Form of the status.' }],
    examples: ['pratique advisories status'],
    load: () => import('./advisories-status.ts'),
  },
  {
    name: 'advisories show',
    args: ['ID'],
    summary: 'Show what every feed says of one vulnerability or advisory.',
    options: [{ name: 'format', value: 'FORMAT', choices: ['table', 'json'], summary: 'Form of the answer.' }],
    examples: ['pratique advisories show CVE-2021-44228'],
    load: () => import('./advisories-show.ts'),
  },
  {
    name: 'advisories publish',
    args: ['FOLDER'],
    summary: 'Write the database as a signed base and a chain of deltas, for mirrors and closed networks.',
    options: [
      { name: 'key', value: 'FILE', summary: 'Private key (PEM, Ed25519). Required.' },
      { name: 'new-key', summary: 'Make the key pair first: FILE and FILE.pub.' },
    ],
    examples: ['pratique advisories publish /srv/www/advisories --key advisories.key --new-key'],
    load: () => import('./advisories-publish.ts'),
  },
  {
    name: 'advisories pull',
    args: ['DIR|URL'],
    summary: 'Bring the database up to date from what `advisories publish` wrote, checking its signature.',
    options: [{ name: 'key', value: 'FILE', summary: 'Public key (PEM, Ed25519). Required.' }],
    examples: ['pratique advisories pull https://mirror.example.com/advisories --key advisories.key.pub'],
    load: () => import('./advisories-pull.ts'),
  },
];
