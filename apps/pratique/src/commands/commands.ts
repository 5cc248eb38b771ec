import { reportFormats } from '@pratique/report';
import type { CommandSpec, OptionSpec } from '../cli/command.ts';
import { advisoriesCommands } from './advisories-commands.ts';
import { policyOptions } from '../policies/policy-options.ts';
import { databaseCommands } from './database-commands.ts';
import { policyCommands } from './policy-commands.ts';
import { targetOptions } from './target-options-spec.ts';
import { versionsCommands } from './versions-commands.ts';

const sbomFormats = ['cyclonedx', 'spdx'] as const;

const outputOption: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FILE',
  repeatable: true,
  summary: 'Write the report there, whole or not at all; `-` is stdout.',
};

const scanCommand: CommandSpec = {
  name: 'scan',
  args: ['TARGET'],
  summary: 'Inventory a target and say what is wrong with it, where it came from and what to do.',
  options: [
    { name: 'format', value: 'FORMAT', choices: reportFormats, repeatable: true, summary: 'Form of the report.' },
    outputOption,
    {
      name: 'severity',
      value: 'LIST',
      summary: 'Show only these severities: critical,high,medium,low,negligible,unknown.',
    },
    { name: 'fixable', summary: 'Show and judge only findings that have a fix.' },
    {
      name: 'fail-on',
      value: 'SEVERITY',
      choices: ['critical', 'high', 'medium', 'low', 'negligible'],
      summary: 'Exit 1 where a finding is this severe or worse.',
    },
    {
      name: 'on-unknown',
      value: 'ANSWER',
      choices: ['fail', 'pass'],
      summary:
        'With --fail-on or a policy: what to do when nothing denies but something could not be told. Default: fail (exit 3).',
    },
    { name: 'vex', value: 'FILE', repeatable: true, summary: 'Apply an OpenVEX, CSAF or CycloneDX VEX document.' },
    { name: 'kernel-headers', summary: "Let kernel header packages inherit the kernel's flaws." },
    { name: 'max-advisory-age', value: 'AGE', summary: 'Age at which advisories are stale: 24h, 7d. Default: 24h.' },
    ...policyOptions,
    {
      name: 'compare-to',
      value: 'REPORT|TARGET',
      summary: 'With a policy: fail only on what this JSON report or target does not have.',
    },
    {
      name: 'attest',
      value: 'KEY',
      summary: 'With a policy: sign vulnerabilities and verdict as in-toto statements with this private key (PEM).',
    },
    { name: 'attestation', value: 'FILE', summary: 'Where the statements go. Default: pratique.intoto.jsonl.' },
    ...targetOptions,
  ],
  examples: [
    'pratique scan alpine:3.20',
    'pratique scan oci-archive:image.tar:1.4.2 --base oci-archive:base.tar',
    'pratique scan oci-archive:image.tar --profile recommended --exceptions exceptions/ --attest key.pem',
    'pratique scan registry.example.com/shop/api:1.4.2 --fail-on high --fixable --format sarif -o report.sarif',
  ],
  load: () => import('./scan.ts'),
};

const sbomCommand: CommandSpec = {
  name: 'sbom',
  args: ['TARGET'],
  summary: 'List every package of a target as a software bill of materials.',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      choices: sbomFormats,
      repeatable: true,
      summary: 'CycloneDX 1.6 or SPDX 2.3, as JSON.',
    },
    outputOption,
    ...targetOptions,
  ],
  examples: [
    'pratique sbom dir:. -o sbom.cdx.json',
    'pratique sbom docker-daemon:app:1 --format spdx -o app.spdx.json',
  ],
  load: () => import('./sbom.ts'),
};

const completionCommand: CommandSpec = {
  name: 'completion',
  args: ['SHELL'],
  summary: 'Print a script that completes commands, options and their values.',
  argumentChoices: { SHELL: ['bash', 'zsh', 'fish'] },
  options: [],
  examples: ['source <(pratique completion bash)', 'pratique completion fish | source'],
  load: () => import('./completion.ts'),
};

/** Every command of the program. */
export const commands: readonly CommandSpec[] = [
  scanCommand,
  sbomCommand,
  ...policyCommands,
  ...advisoriesCommands,
  ...versionsCommands,
  ...databaseCommands,
  completionCommand,
];
