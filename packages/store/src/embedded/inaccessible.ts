import { type PratiqueError, reasonOf } from '@pratique/foundation';
import { storeErrors } from '../errors.ts';

/** The typed error of a file operation on the instance directory that the system refused. */
export function inaccessible(attempted: string, on: string, cause: unknown): PratiqueError {
  return storeErrors.create('store/embedded-inaccessible', { attempted, on, why: reasonOf(cause), cause });
}
