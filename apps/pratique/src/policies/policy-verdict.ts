import type { Comparison, Decision, Judgement, PolicyResult, Stage } from '@pratique/model';
import { introducedDecision } from '@pratique/gate-ci';
import { type OptionValues, textOption } from '../cli/command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

type Outcome = Decision | 'unknown';

/** The stage whose decisions count. */
export function stageOption(options: OptionValues): Stage {
  return (textOption(options, 'stage') as Stage | undefined) ?? 'build';
}

/** The exit code of a decision; `--on-unknown pass` lets through what could not be told. */
export function exitCodeOfDecision(decision: Outcome, options: OptionValues): ExitCode {
  if (decision === 'deny') return exitCodes.denied;
  const passes = textOption(options, 'on-unknown') === 'pass';
  return decision === 'unknown' && !passes ? exitCodes.unknown : exitCodes.done;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function policiesOf(results: readonly PolicyResult[]): string {
  const names = [...new Set(results.map(({ policy }) => policy))];
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function against(comparison: Comparison | undefined): string {
  return comparison ? ` that ${comparison.with} does not have` : '';
}

/** What the policies decided: over what a change introduces, where it is compared with an earlier state. */
export function decisionOf({ verdict, comparison }: Judgement): Outcome {
  return comparison ? introducedDecision(comparison) : verdict.decision;
}

/** One sentence: what the policies decided and why. */
export function policySentence(judgement: Judgement): string {
  const { verdict, comparison } = judgement;
  const decision = decisionOf(judgement);
  const standing = comparison?.introduced ?? [...verdict.violations, ...verdict.unknowns];
  const by = `(profile ${verdict.profile || 'given'}, stage ${verdict.stage})`;
  const denying = standing.filter(({ result, decision: asks }) => result !== 'unknown' && asks === 'deny');
  const open = standing.filter(({ result, decision: asks }) => result === 'unknown' && asks === 'deny');
  if (decision === 'deny') {
    const count = counted(denying.length, 'violation', 'violations');
    return `denied: ${count}${against(comparison)} of ${policiesOf(denying)} ${by}`;
  }
  if (decision === 'unknown') return `unknown: ${policiesOf(open)} could not tell ${by}`;
  const warnings = standing.filter(({ result, decision: asks }) => result !== 'unknown' && asks === 'warn').length;
  const rest = warnings > 0 ? `, with ${counted(warnings, 'warning', 'warnings')}` : '';
  return `allowed: no policy denies${comparison ? ` anything${against(comparison)}` : ''}${rest} ${by}`;
}
