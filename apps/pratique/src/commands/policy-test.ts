import { printable } from '@pratique/foundation';
import { checkMutants, loadPolicies, runCases } from '@pratique/policy';
import { flagOption, type Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readPolicyFiles } from '../policies/policy-files.ts';

/** `pratique policy test PATH…`: a case that fails, and a policy without cases, answer no. */
export async function run({ args, options }: Invocation): Promise<ExitCode> {
  const objects = loadPolicies(await readPolicyFiles(args, { cases: true }));
  const report = runCases(objects);
  const failures = report.results
    .filter(({ ok }) => !ok)
    .map(({ policy, name, origin, why }) => `FAIL ${origin.file}:${origin.line} ${policy}: ${name}: ${why}`);
  const untested = report.untested.map(
    (policy) => `FAIL ${policy}: has no case that violates it and one that does not`,
  );
  const mutation = flagOption(options, 'mutate') ? checkMutants(objects) : undefined;
  const survivors = (mutation?.survivors ?? []).map(
    ({ policy, change }) => `FAIL ${policy}: no case notices: ${change}`,
  );
  const problems = [...failures, ...untested, ...survivors];
  const tried = mutation ? `, ${mutation.mutants} changes of conditions tried` : '';
  const closing = `${report.passed} passed, ${report.failed} failed${tried}`;
  await writeOutput(undefined, [...problems.map(printable), closing, ''].join('\n'));
  return problems.length > 0 || report.passed === 0 ? exitCodes.denied : exitCodes.done;
}
