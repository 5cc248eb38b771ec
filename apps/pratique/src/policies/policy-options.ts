import type { OptionSpec } from '../cli/command.ts';

/** Where a verdict is read. */
export const stages = ['build', 'registry', 'deploy', 'runtime'] as const;

/** Options of every command that judges. */
export const policyOptions: readonly OptionSpec[] = [
  { name: 'profile', value: 'NAME[@VERSION]', summary: 'Judge by this profile; no version: its newest.' },
  {
    name: 'policy',
    value: 'FILE|DIR',
    repeatable: true,
    summary: 'Add the policies of a file or of all YAML files below a folder.',
  },
  {
    name: 'exceptions',
    value: 'FILE|DIR',
    repeatable: true,
    summary: 'Exceptions that may keep a violation from counting.',
  },
  { name: 'stage', value: 'STAGE', choices: stages, summary: 'Whose decisions count. Default: build.' },
];
