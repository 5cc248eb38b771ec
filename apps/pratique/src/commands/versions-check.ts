import { checkLines } from '@pratique/versions';
import { buffer } from 'node:stream/consumers';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** `pratique versions check SCHEME < FILE`: lines `A < B` held against the scheme. */
export async function run({ args: [scheme = ''], signal }: Invocation): Promise<ExitCode> {
  signal.addEventListener('abort', () => process.stdin.destroy());
  const input = (await buffer(process.stdin)).toString('utf8');
  signal.throwIfAborted();
  const { output, disagreed } = checkLines(scheme, input.split('\n'));
  await writeOutput(undefined, `${output.join('\n')}\n`);
  return disagreed > 0 ? exitCodes.denied : exitCodes.done;
}
