/** Why something could not be read; codes are stable. */
export type ProblemCode =
  /** Neither YAML nor JSON. */
  | 'syntax'
  /** A key stands twice in one mapping. */
  | 'duplicate-key'
  /** A template that was not rendered. */
  | 'template'
  /** Valid, but no Kubernetes object: no apiVersion or no kind. */
  | 'no-object'
  /** A bound was exceeded. */
  | 'too-large';

/** One document cannot be read. Stays within this folder: callers see a problem. */
export class Broken extends Error {
  readonly code: ProblemCode;
  /** Character offset in the text that was read. */
  readonly offset: number;

  constructor(code: ProblemCode, reason: string, offset: number) {
    super(reason);
    this.code = code;
    this.offset = offset;
  }
}
