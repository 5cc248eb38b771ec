import { createInterface } from 'node:readline';
import type { SchemeId } from '@pratique/model';
import { checkLines } from '@pratique/versions';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** `pratique versions check SCHEME < FILE`: lines `A < B` held against the scheme. */
export async function run({ args }: Invocation): Promise<ExitCode> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) lines.push(line);
  const { output, disagreed } = checkLines(args[0] as SchemeId, lines);
  await writeOutput(undefined, `${output.join('\n')}\n`);
  return disagreed > 0 ? exitCodes.denied : exitCodes.done;
}
