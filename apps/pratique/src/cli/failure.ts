import { PratiqueError, reasonOf } from '@pratique/foundation';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** What a failed command says on stderr: one message, the next step, and the code to look up. */
export function describeFailure(error: unknown): string {
  if (error instanceof PratiqueError) return `pratique: ${error.message}\n  ${error.nextStep} [${error.code}]\n`;
  const stack = error instanceof Error && error.stack ? `\n${error.stack}` : '';
  return `pratique: this is a defect, please report it: ${reasonOf(error)}${stack}\n`;
}

/** Codes of user errors that mean "cannot be understood" rather than "cannot be read". */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof PratiqueError)) return exitCodes.failure;
  return error.kind === 'user' ? exitCodes.usage : exitCodes.failure;
}
