import type { Policy } from '@pratique/model';

/** Which profile, and what is added to it. */
export interface ProfileChoice {
  /** `NAME` or `NAME@VERSION`; absent: no profile, only `extra`. */
  readonly profile?: string | undefined;
  /** Policies with their own parameters and decisions, added to the profile's. */
  readonly extra?: readonly Policy[];
}
