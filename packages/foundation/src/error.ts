/** Who can act on an error: the user (bad input), the operator (the world failed), or us (a defect). */
export type ErrorKind = 'user' | 'operational' | 'bug';

/** What the reference documentation and every message say about one error code. */
export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** One sentence for the generated reference: when this error occurs. */
  readonly meaning: string;
  /** One imperative sentence: what to do next. Ends every message of this code. */
  readonly nextStep: string;
}

/** What was attempted, on what, and why it failed. None of it may hold a secret: see {@link redactUrl}. */
export interface ErrorFacts {
  /** Continues "cannot …", such as `read the layer`. */
  readonly attempted: string;
  /** The thing it was attempted on: a path, a redacted URL, a reference, a digest. */
  readonly on: string;
  readonly why: string;
  readonly cause?: unknown;
}

/** The one error class of Pratique. Tests and edges look at `code` and `kind`, never at the prose. */
export class PratiqueError extends Error {
  override readonly name = 'PratiqueError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly facts: Omit<ErrorFacts, 'cause'>;
  readonly nextStep: string;

  constructor(code: string, definition: ErrorDefinition, facts: ErrorFacts) {
    const { cause, ...rest } = facts;
    super(`cannot ${facts.attempted} ${facts.on}: ${facts.why}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.kind = definition.kind;
    this.facts = rest;
    this.nextStep = definition.nextStep;
  }
}

/** A package's closed table of error codes, and the one way to make its errors. */
export interface ErrorTable<Code extends string> {
  readonly definitions: Readonly<Record<Code, ErrorDefinition>>;
  create(code: Code, facts: ErrorFacts): PratiqueError;
}

/**
 * Declares the errors of one package: codes are `<package>/<kebab-case>` and part of the API.
 * The generated reference lists every table, so a code cannot be undocumented.
 */
export function defineErrors<const Table extends Record<string, ErrorDefinition>>(
  definitions: Table,
): ErrorTable<keyof Table & string> {
  return {
    definitions,
    create: (code, facts) => new PratiqueError(code, definitions[code] as ErrorDefinition, facts),
  };
}

/** What the file system answers, in words (errno(3)). */
const fileReasons: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EDQUOT', 'the quota is used up'],
  ['EISDIR', 'it is a directory'],
  ['ELOOP', 'it is a loop of symbolic links'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ENOENT', 'there is no such file or directory'],
  ['ENOSPC', 'no space is left'],
  ['ENOTDIR', 'a part of the path is not a directory'],
  ['EPERM', 'permission is denied'],
  ['EROFS', 'the file system is read-only'],
]);

/** The message of anything that was thrown, for the `why` of another error: file system errors in words. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return fileReasons.get((thrown as NodeJS.ErrnoException).code) ?? thrown.message;
}
