import type { CommandSpec, OptionSpec } from '../cli/command.ts';

const databaseOption: OptionSpec = {
  name: 'database-url',
  value: 'URL',
  summary:
    'PostgreSQL to use: postgres://USER:PASSWORD@HOST:PORT/DATABASE. Default: the embedded one below PRATIQUE_DATA.',
};

/** Commands that save the database of the control plane and bring it back. */
export const databaseCommands: readonly CommandSpec[] = [
  {
    name: 'backup',
    args: ['FILE'],
    summary: 'Write everything that the database holds, as of one instant, to a checksummed file.',
    options: [databaseOption],
    examples: [
      'pratique backup pratique-2026-11-21.backup',
      'PRATIQUE_DATABASE_URL=postgres://pratique:…@db.example.com/pratique pratique backup /backups/pratique.backup',
    ],
    load: () => import('./backup.ts'),
  },
  {
    name: 'restore',
    args: ['FILE'],
    summary: 'Fill an empty database from a backup, of this or an older version, on any supported PostgreSQL.',
    options: [
      databaseOption,
      { name: 'force', summary: 'Replace what the database holds. If the restore fails, it is as it was.' },
    ],
    examples: ['pratique restore pratique-2026-11-21.backup', 'pratique restore pratique.backup --force'],
    load: () => import('./restore.ts'),
  },
];
