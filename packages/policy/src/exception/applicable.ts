import type { JudgedSubject, PolicyException } from '@pratique/model';
import type { Placement } from '../judge/subject.ts';
import { Exceptions, type FoundException } from './exceptions.ts';

/** Finds the exception to a policy on a subject in a place; one that does not count is named too. */
export type ExceptionFinder = (
  policy: string,
  subject: JudgedSubject,
  placement: Placement,
) => FoundException | undefined;

/** The exceptions that hold at an instant. Keep the list: it is made ready once. */
export function exceptionFinder(exceptions: readonly PolicyException[], at: Date): ExceptionFinder {
  const prepared = new Exceptions(exceptions, at);
  return (policy, subject, placement) => prepared.find(policy, subject, placement);
}
