import type { PolicyException } from '@pratique/model';

/** Who answers for imported exceptions: other tools' files do not say. */
export interface ImportOptions {
  readonly owner: string;
  readonly requestedBy: string;
  /** For entries without an expiry: RFC 3339, or `until-fixed`. */
  readonly expires: string;
  /** Policies that they speak of; `*` unless given. */
  readonly policy?: string;
}

/** An entry that an exception cannot express. */
export interface NotImported {
  readonly line: number;
  /** The entry, shortened. */
  readonly entry: string;
  /** One clause. */
  readonly why: string;
}

/** Exceptions that wait for approval, and what could not be carried over. */
export interface ImportedExceptions {
  readonly exceptions: readonly PolicyException[];
  readonly notImported: readonly NotImported[];
}
