import { printable } from '@pratique/foundation';
import type { Policy, Stage } from '@pratique/model';
import type { BoundPolicy } from '@pratique/policy';
import { columns } from '../cli/columns.ts';
import { flagOption, type Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { asksForPolicy, choosePolicies } from '../policies/choose-policies.ts';

const stages: readonly Stage[] = ['build', 'registry', 'deploy', 'runtime'];

type Listed = Pick<BoundPolicy, 'policy' | 'decisions' | 'parameters'>;

function unbound(policy: Policy): Listed {
  const decisions = Object.fromEntries(stages.map((stage) => [stage, policy.decisions[stage] ?? 'allow']));
  const parameters = Object.fromEntries(
    Object.entries(policy.parameters).map(([name, { default: value }]) => [name, value]),
  );
  return { policy, decisions: decisions as BoundPolicy['decisions'], parameters };
}

function table(listed: readonly Listed[]): string {
  const head = ['POLICY', 'SUBJECT', 'SEVERITY', ...stages.map((stage) => stage.toUpperCase()), 'TITLE'];
  const rows = listed.map(({ policy, decisions }) => [
    printable(policy.name),
    policy.subject,
    policy.severity,
    ...stages.map((stage) => (decisions[stage] === 'allow' ? '-' : decisions[stage])),
    printable(policy.title),
  ]);
  return columns([head, ...rows]);
}

function json(
  listed: readonly Listed[],
  profiles: readonly { readonly name: string; readonly title?: string }[],
): string {
  const policies = listed.map(({ policy: { origin: _origin, ...policy }, decisions, parameters }) => ({
    ...policy,
    decisions,
    parameters,
  }));
  return `${JSON.stringify({ profiles: profiles.map(({ name, title }) => ({ name, title })), policies }, null, 2)}\n`;
}

/** `pratique policy list`. */
export async function run({ options }: Invocation): Promise<ExitCode> {
  const { set, objects } = await choosePolicies(options);
  const listed: readonly Listed[] = asksForPolicy(options) ? set.policies : objects.policies.map(unbound);
  const sorted = listed.toSorted((a, b) => (a.policy.name < b.policy.name ? -1 : 1));
  if (flagOption(options, 'json')) {
    await writeOutput(undefined, json(sorted, objects.profiles));
    return exitCodes.done;
  }
  const profiles = columns(objects.profiles.map(({ name, title }) => [printable(name), printable(title ?? '')]));
  const closing = asksForPolicy(options) ? '' : `\nProfiles\n${profiles}`;
  await writeOutput(undefined, `${table(sorted)}${closing}\n${sorted.length} policies\n`);
  return exitCodes.done;
}
