import { completionScript, type Shell } from '../cli/completion.ts';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commands } from './commands.ts';

/** `pratique completion SHELL`. */
export async function run({ args: [shell] }: Invocation): Promise<ExitCode> {
  await writeOutput(undefined, completionScript(shell as Shell, commands));
  return exitCodes.done;
}
