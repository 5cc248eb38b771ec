import { compareVersions } from '@pratique/versions';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** `pratique versions compare SCHEME A B`. */
export async function run({ args: [scheme = '', a = '', b = ''] }: Invocation): Promise<ExitCode> {
  await writeOutput(undefined, `${compareVersions(scheme, a, b).line}\n`);
  return exitCodes.done;
}
