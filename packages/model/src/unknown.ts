import type { Digest } from './image.ts';

/** Why something could not be told. Closed: reports and policies count by it. */
export type UnknownCode =
  | 'unreadable' // the bytes could not be read or broke off
  | 'malformed' // the bytes were read and make no sense
  | 'too-large' // a bound was exceeded
  | 'unsupported' // a known form that we do not read
  | 'version-unparsable' // a version or range that its scheme rejects
  | 'unidentified'; // something is there, but not which version of what

/** "Could not tell", recorded against the place, so that a damaged file never looks like an empty one. */
export interface Unknown {
  readonly code: UnknownCode;
  /** One clause, safe to print: no file content beyond a short quoted token. */
  readonly reason: string;
  readonly path?: string;
  readonly layer?: Digest;
  /** Id of the cataloger or matcher that could not tell. */
  readonly foundBy?: string;
}
