import { printable } from '@pratique/foundation';
import { type Explanation, explain, type PolicyExplanation } from '@pratique/policy';
import { flagOption, type Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { choosePolicies } from '../policies/choose-policies.ts';
import { stageOption } from '../policies/policy-verdict.ts';
import { readTargetSubjects } from '../policies/read-subjects.ts';
import { clockOption } from './target-options.ts';

/** Results of one policy, and facts of one result, that are printed; `--json` has all. */
const MAX_RESULTS = 5;
const MAX_FACTS = 12;

const order = { violated: 0, error: 1, unknown: 2, 'not-violated': 3 } as const;

/** What is violated comes first, what nothing violates last. */
function worstOf({ results }: PolicyExplanation): number {
  return Math.min(order['not-violated'], ...results.slice(0, 10_000).map(({ result }) => order[result.result]));
}

function resultLines({ result, facts }: PolicyExplanation['results'][number]): string[] {
  const { exception } = result;
  const excepted = exception ? `, exception ${exception.name}: ${exception.state} (${exception.expires})` : '';
  const next = result.nextChange ? `, may change at ${result.nextChange}` : '';
  const rest = facts.length - MAX_FACTS;
  return [
    `    ${result.subject.name}: ${result.result}${excepted}${next}`,
    ...(result.message ? [`      ${result.message}`] : []),
    ...facts.slice(0, MAX_FACTS).map(({ path, value }) => `        ${path} = ${value}`),
    ...(rest > 0 ? [`        and ${rest} more facts`] : []),
  ];
}

function policyLines({ policy, title, state, reason, results }: PolicyExplanation): string[] {
  const sorted = results.toSorted((a, b) => order[a.result.result] - order[b.result.result]);
  const counts = Object.keys(order)
    .map((state_) => [state_, results.filter(({ result }) => result.result === state_).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state_, count]) => `${count} ${state_}`);
  const telling = sorted.filter(({ result }) => result.result !== 'not-violated').slice(0, MAX_RESULTS);
  // Where nothing is violated, one example shows what was looked at.
  const shown = telling.length > 0 ? telling : sorted.slice(0, 1);
  const rest = sorted.length - shown.length;
  return [
    `${policy}: ${title}`,
    `  ${state}${reason ? `: ${reason}` : ''}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`,
    ...(state === 'applied' || state === 'allowed' ? shown.flatMap(resultLines) : []),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ];
}

function text({ policies }: Explanation, problems: readonly string[]): string {
  const applied = policies
    .filter(({ state }) => state === 'applied' || state === 'allowed')
    .toSorted((a, b) => worstOf(a) - worstOf(b));
  const silent = policies.filter((one) => !applied.includes(one));
  const lines = [
    ...applied.flatMap(policyLines),
    ...(silent.length > 0 ? ['', 'Did not apply'] : []),
    ...silent.map(({ policy, state, reason }) => `  ${policy}: ${reason || state}`),
    ...problems.map((problem) => `could not be read: ${problem}`),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** `pratique policy explain TARGET`. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const { set, exceptions } = await choosePolicies(options, 'recommended');
  const { subjects, problems } = await readTargetSubjects(args[0] ?? '', invocation);
  const explained = explain(set, subjects, { stage: stageOption(options), at: clockOption(options).now(), exceptions });
  const output = flagOption(options, 'json')
    ? `${JSON.stringify({ profile: set.profile, ...explained, problems }, null, 2)}\n`
    : text(explained, problems);
  await writeOutput(undefined, output);
  return exitCodes.done;
}
