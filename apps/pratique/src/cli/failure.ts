import { PratiqueError, printable, reasonOf } from '@pratique/foundation';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** A message names things that an image or a registry may have called anything. Characters. */
const MAX_MESSAGE = 4000;

/** User and password of an address that was given where none belongs: whatever package quotes it, a log does not get it. */
const credentials = /\/\/[^\s/@]*:[^\s@]*@/g;

function shortened(message: string): string {
  // Further lines are indented, so that none that a name smuggled in passes for a message of its own.
  const text = message
    .slice(0, 2 * MAX_MESSAGE)
    .replace(credentials, '//')
    .split('\n')
    .map(printable)
    .join('\n    ');
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

/** What a failed command says on stderr: one message, the next step, and the code to look up. */
export function describeFailure(error: unknown): string {
  if (error instanceof PratiqueError) {
    return `pratique: ${shortened(error.message)}\n  ${error.nextStep} [${error.code}]\n`;
  }
  const stack = error instanceof Error && error.stack ? `\n${error.stack}` : '';
  return `pratique: this is a defect, please report it: ${`${reasonOf(error)}${stack}`.replace(credentials, '//')}\n`;
}

/** A user's error is one of usage; everything else has failed. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof PratiqueError)) return exitCodes.failure;
  return error.kind === 'user' ? exitCodes.usage : exitCodes.failure;
}
