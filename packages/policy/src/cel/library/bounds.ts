import { CelError, type Meter } from '../function.ts';

/** An argument that the function refuses. */
export function invalidArgument(message: string): CelError {
  return new CelError('invalid-argument', message);
}

/** Longest text that an extension makes; longer results are refused before they are made. */
export const MAX_TEXT = 1024 * 1024;

/** Pays for reading texts: one unit, and one per 10 characters. */
export function spendText(meter: Meter, ...texts: readonly string[]): void {
  meter.spend(1 + Math.floor(texts.reduce((sum, text) => sum + text.length, 0) / 10));
}

/** Pays for a text that is about to be made. @throws CelError `invalid-argument` when it would be longer than the limit */
export function spendResult(meter: Meter, length: number): void {
  if (!(length <= MAX_TEXT)) throw invalidArgument(`the result would be longer than ${MAX_TEXT} characters`);
  meter.spend(Math.floor(length / 10));
}
