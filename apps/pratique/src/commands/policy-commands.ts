import { checkReportFormats } from '@pratique/report';
import type { CommandSpec, OptionSpec } from '../cli/command.ts';
import { policyOptions, stages } from '../policies/policy-options.ts';
import { targetOptions } from './target-options-spec.ts';

const outputOption: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FILE',
  repeatable: true,
  summary: 'Write the report there, whole or not at all; `-` is stdout.',
};

const onUnknown: OptionSpec = {
  name: 'on-unknown',
  value: 'ANSWER',
  choices: ['fail', 'pass'],
  summary: 'What to do when nothing denies but something could not be told. Default: fail (exit 3).',
};

const at: OptionSpec = { name: 'at', value: 'INSTANT', summary: 'The time to judge by, RFC 3339. Default: now.' };

const jsonOption: OptionSpec = { name: 'json', summary: 'Print JSON.' };

/** `check` and the commands that look after policies and exceptions. */
export const policyCommands: readonly CommandSpec[] = [
  {
    name: 'check',
    args: ['PATH…'],
    summary: 'Judge Kubernetes manifests, Dockerfiles and compose files: policy without a cluster.',
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        choices: checkReportFormats,
        repeatable: true,
        summary: 'Form of the report.',
      },
      outputOption,
      ...policyOptions,
      onUnknown,
      { name: 'with-images', summary: 'Scan the images that manifests and compose files name, and judge them too.' },
      {
        name: 'compare-to',
        value: 'REPORT|PATH',
        summary: 'Fail only on what is not in this JSON report, or below this path.',
      },
      ...targetOptions,
    ],
    examples: [
      'pratique check deploy/ Dockerfile compose.yaml',
      'kustomize build overlays/prod | pratique check - --profile pod-security-restricted@v1.30',
      'pratique check deploy --compare-to main.json --format sarif -o check.sarif',
    ],
    load: () => import('./check.ts'),
  },
  {
    name: 'verify',
    args: ['TARGET'],
    summary: 'Read the verdict that an earlier stage attested of an image, instead of judging it again.',
    options: [
      { name: 'key', value: 'FILE', repeatable: true, summary: 'Public key (PEM) whose signature counts. Required.' },
      { name: 'attestation', value: 'FILE', summary: 'Where the statements are. Default: pratique.intoto.jsonl.' },
      { name: 'profile', value: 'NAME[@VERSION]', summary: 'The profile that it must have been judged by.' },
      { name: 'stage', value: 'STAGE', choices: stages, summary: 'The stage that it must have been judged for.' },
      { name: 'max-age', value: 'AGE', summary: 'How old it may be: 24h, 7d.' },
      onUnknown,
      { name: 'json', summary: 'Print the verdict as JSON.' },
      ...targetOptions.filter(({ name }) => !['base', 'lockfiles', 'no-cache'].includes(name)),
    ],
    examples: [
      'pratique verify registry.example.com/shop/api:1.4.2 --key pratique.pub --profile recommended --max-age 7d',
    ],
    load: () => import('./verify.ts'),
  },
  {
    name: 'policy list',
    args: [],
    summary: 'List the policies and profiles, or those that a profile holds.',
    options: [...policyOptions, jsonOption],
    examples: ['pratique policy list', 'pratique policy list --profile strict'],
    load: () => import('./policy-list.ts'),
  },
  {
    name: 'policy test',
    args: ['PATH…'],
    summary: 'Run the cases beside policies, and change each condition to see that a case notices.',
    options: [{ name: 'mutate', summary: 'Drop and negate every operand of every condition: some case must fail.' }],
    examples: ['pratique policy test policies/', 'pratique policy test my-policy.yaml --mutate'],
    load: () => import('./policy-test.ts'),
  },
  {
    name: 'policy explain',
    args: ['TARGET'],
    summary: 'Say which policies apply to a target or file, which do not and why, and what each looked at.',
    options: [...policyOptions, jsonOption, ...targetOptions],
    examples: [
      'pratique policy explain deploy/api.yaml',
      'pratique policy explain oci-archive:app.tar --profile strict',
    ],
    load: () => import('./policy-explain.ts'),
  },
  {
    name: 'policy backtest',
    args: [],
    summary: 'Count what would newly be denied and newly be allowed.',
    options: [
      { name: 'over', value: 'DIR', summary: 'Folder of SBOMs or of manifests to judge.' },
      ...policyOptions,
      {
        name: 'against',
        value: 'NAME[@VERSION]',
        summary: 'Profile that holds now. Default: recommended.',
      },
      at,
      jsonOption,
    ],
    examples: ['pratique policy backtest --policy stricter.yaml --over sboms/'],
    load: () => import('./policy-backtest.ts'),
  },
  {
    name: 'exceptions import',
    args: ['FILE'],
    summary: 'Turn the ignore list of another tool into exceptions that wait for approval.',
    options: [
      { name: 'owner', value: 'NAME', summary: 'Who answers for them.' },
      { name: 'requested-by', value: 'NAME', summary: 'Who asks for them.' },
      { name: 'expires', value: 'DATE', summary: 'For entries without an end: a date, or until-fixed.' },
      { name: 'output', short: 'o', value: 'FILE', repeatable: true, summary: 'Write the exceptions there.' },
    ],
    examples: [
      'pratique exceptions import .trivyignore --owner team-shop --requested-by you@example.com --expires 2027-06-30',
    ],
    load: () => import('./exceptions-import.ts'),
  },
];
