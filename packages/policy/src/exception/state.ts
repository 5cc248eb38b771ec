import type { ExceptionState, PolicyException } from '@pratique/model';
import { parseEndOfDay, parseInstant } from '../load/instant.ts';

/** Ends when a fix exists, not at an instant. */
export const UNTIL_FIXED = 'until-fixed';

/** The first instant at which an exception no longer counts; undefined for `until-fixed` and for what is no instant. */
export function endOf(expires: string): Date | undefined {
  const lastInstant = parseEndOfDay(expires);
  return lastInstant ? new Date(lastInstant.getTime() + 1) : parseInstant(expires);
}

function samePerson(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/**
 * Where an exception stands at an instant. Only `approved` ones count: approved by somebody else than asked for it, refused by
 * nobody, and not past their end. One whose end cannot be read has expired.
 */
export function exceptionState(exception: PolicyException, at: Date): ExceptionState {
  const { approvedBy = '', deniedBy = '', requestedBy, expires } = exception;
  if (deniedBy.trim() !== '') return 'denied';
  const end = endOf(expires);
  if (expires !== UNTIL_FIXED && (!end || at.getTime() >= end.getTime())) return 'expired';
  return approvedBy.trim() !== '' && !samePerson(approvedBy, requestedBy) ? 'approved' : 'pending';
}
