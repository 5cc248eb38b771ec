import type { OptionSpec } from '../cli/command.ts';

/** Options of every command that reads a target. */
export const targetOptions: readonly OptionSpec[] = [
  {
    name: 'platform',
    value: 'OS/ARCH[/VARIANT]',
    summary: 'Platform of a multi-platform image. Default: this machine.',
  },
  { name: 'base', value: 'TARGET', summary: 'Base image, to tell its layers from ours.' },
  { name: 'lockfiles', summary: 'Also read what lockfiles in an image declare.' },
  { name: 'no-cache', summary: 'Inventory again, whatever is known of the image.' },
  {
    name: 'insecure-registry',
    value: 'HOST[:PORT]',
    repeatable: true,
    summary: 'Allow plain HTTP and unknown certificates.',
  },
  { name: 'registry-ca', value: 'FILE', summary: 'PEM file of further authorities for registries.' },
  {
    name: 'registry-mirror',
    value: 'HOST=MIRROR',
    repeatable: true,
    summary: 'Pull what HOST holds from MIRROR first.',
  },
  { name: 'at', value: 'INSTANT', summary: 'The time to judge by, RFC 3339. Default: now.' },
];
