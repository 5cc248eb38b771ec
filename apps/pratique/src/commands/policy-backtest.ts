import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printable, reasonOf } from '@pratique/foundation';
import { backtest, type BacktestReport, type BacktestSide, type JudgeSubject } from '@pratique/policy';
import { flagOption, type Invocation, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { asksForPolicy, choosePolicies } from '../policies/choose-policies.ts';
import { stageOption } from '../policies/policy-verdict.ts';
import { isSbomName, readTargetSubjects } from '../policies/read-subjects.ts';
import { clockOption } from './target-options.ts';

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

/** SBOMs where the folder holds some, else manifests, Dockerfiles and compose files. */
async function readOver(
  folder: string,
  invocation: Invocation,
): Promise<{ subjects: JudgeSubject[]; problems: string[] }> {
  const names = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw cliErrors.create('cli/unreadable', { attempted: 'read the folder', on: folder, why: reasonOf(cause), cause });
  });
  const sboms = names.filter(isSbomName).toSorted();
  const targets = sboms.length > 0 ? sboms.map((name) => `sbom:${join(folder, name)}`) : [folder];
  const subjects: JudgeSubject[] = [];
  const problems: string[] = [];
  for (const target of targets) {
    try {
      const read = await readTargetSubjects(target, invocation);
      for (const subject of read.subjects) subjects.push(subject);
      problems.push(...read.problems);
    } catch (error) {
      // One damaged SBOM of a thousand is named; the others are still counted.
      if (targets.length === 1) throw error;
      problems.push(`${target}: ${reasonOf(error)}`);
    }
  }
  return { subjects, problems };
}

function sideLines(title: string, { count, examples }: BacktestSide): string[] {
  return [
    `${title}: ${count}`,
    ...examples.map(({ subject, policy, message }) => `  ${subject.name}: ${policy}: ${message}`),
    ...(count > examples.length ? [`  and ${count - examples.length} more`] : []),
  ];
}

function text(report: BacktestReport, problems: readonly string[]): string {
  const lines = [
    ...sideLines('Newly denied', report.newlyDenied),
    ...sideLines('Newly allowed', report.newlyAllowed),
    `Still denied: ${report.stillDenied}`,
    `Could not be told: ${report.unknown}`,
    ...problems.map((problem) => `could not be read: ${problem}`),
    `${report.subjects} subjects judged`,
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** `pratique policy backtest --policy F --over DIR`: what a change of policies would do. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const over = textOption(options, 'over');
  if (over === undefined) throw usage('policy backtest', 'it takes --over DIR, a folder of SBOMs or manifests');
  if (!asksForPolicy(options)) throw usage('policy backtest', 'it takes --policy FILE or --profile NAME to try');
  const now = textOption(options, 'against') ?? 'recommended';
  const current = await choosePolicies({ ...options, profile: now, policy: [] });
  const proposed = await choosePolicies({ ...options, profile: textOption(options, 'profile') ?? now });
  const { subjects, problems } = await readOver(over, invocation);
  const judging = { stage: stageOption(options), at: clockOption(options).now(), exceptions: proposed.exceptions };
  const report = backtest(current.set, proposed.set, subjects, judging);
  const output = flagOption(options, 'json')
    ? `${JSON.stringify({ current: current.set.profile, proposed: proposed.set.profile, ...report, problems }, null, 2)}\n`
    : text(report, problems);
  await writeOutput(undefined, output);
  return exitCodes.done;
}
