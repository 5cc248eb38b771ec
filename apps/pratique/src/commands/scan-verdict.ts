import type { Finding, ScanResult, Severity } from '@pratique/model';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** Severities from worst to least. `unknown` is none of them: nobody said how bad it is. */
export const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible'];

/** Whether a finding is at least as severe as a threshold. */
export function atLeast(finding: Finding, threshold: Severity): boolean {
  const rank = severityOrder.indexOf(finding.severity);
  return rank >= 0 && rank <= severityOrder.indexOf(threshold);
}

/** What `--fail-on` asks: the least severity that denies, and whether only findings with a fix count. */
export interface FailOn {
  readonly severity: Severity;
  readonly fixable: boolean;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Things that could not be told and might hide what `--fail-on` asks for. */
export function doubts(result: ScanResult, failOn: FailOn): readonly string[] {
  const unrated = result.findings.filter(
    ({ severity, fixedIn }) => severity === 'unknown' && (!failOn.fixable || fixedIn !== ''),
  ).length;
  const unknowns = result.sbom.unknowns.length + result.unknowns.length;
  return [
    result.sbom.packages.length === 0 && 'no packages were found',
    result.notAssessed.length > 0 &&
      counted(result.notAssessed.length, 'package was', 'packages were') + ' not assessed',
    unknowns > 0 && counted(unknowns, 'thing', 'things') + ' could not be told',
    unrated > 0 && counted(unrated, 'finding has', 'findings have') + ' no severity',
    result.database.stale && 'the advisories are stale',
  ].filter((doubt) => doubt !== false);
}

/** The exit code that `--fail-on` makes of a result, and why. */
export function judge(
  result: ScanResult,
  failOn: FailOn,
  onUnknown: 'fail' | 'pass',
): { code: ExitCode; reason: string } {
  const denying = result.findings.filter(
    (finding) => atLeast(finding, failOn.severity) && (!failOn.fixable || finding.fixedIn !== ''),
  );
  const limit = `${failOn.severity} or worse${failOn.fixable ? ' with a fix' : ''}`;
  if (denying.length > 0) {
    return {
      code: exitCodes.denied,
      reason: `denied: ${counted(denying.length, 'finding is', 'findings are')} ${limit}`,
    };
  }
  const open = doubts(result, failOn);
  if (open.length === 0) return { code: exitCodes.done, reason: `allowed: no finding is ${limit}` };
  const reason = `no finding is ${limit}, but ${open.join(', ')}`;
  return onUnknown === 'fail'
    ? { code: exitCodes.unknown, reason: `unknown: ${reason}` }
    : { code: exitCodes.done, reason: `allowed by --on-unknown pass: ${reason}` };
}
