import { type PratiqueError, reasonOf } from '@pratique/foundation';
import { advisoryErrors } from './errors.ts';

// SQLite result codes (sqlite3.h), primary ones but for the last.
const PERM = 3;
const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;
/** The index of the write-ahead log could not grow. */
const IOERR_SHMSIZE = 4874;

const fullCodes: ReadonlySet<unknown> = new Set([FULL, IOERR_SHMSIZE, 'ENOSPC', 'EDQUOT']);
const unwritableCodes: ReadonlySet<unknown> = new Set([
  PERM, READONLY, IOERR, CANTOPEN, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'EIO', 'ENOENT',
]); // prettier-ignore

/** SQLite's extended result code, or Node.js' code of an error of the operating system. */
function codeOf(cause: unknown): number | string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if ('errcode' in cause && typeof cause.errcode === 'number') return cause.errcode;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

/** What keeps us from writing, as our error: a full disk, or a place that may not be written to. Undefined: neither. */
export function writeFailure(attempted: string, path: string, cause: unknown): PratiqueError | undefined {
  const code = codeOf(cause);
  const primary = typeof code === 'number' ? code & 0xff : code;
  const full = fullCodes.has(code) || fullCodes.has(primary);
  if (!full && !unwritableCodes.has(primary)) return undefined;
  const why = reasonOf(cause);
  return advisoryErrors.create(full ? 'advisories/disk-full' : 'advisories/unwritable', {
    attempted,
    on: path,
    why,
    cause,
  });
}
