import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { parseRenvLock } from './parse-renv-lock.ts';

/** Catalogs the R packages of `renv.lock`. */
export const renvLockCataloger: Cataloger = {
  id: 'r-renv-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['cran'],
  globs: ['**/renv.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const lock = parseRenvLock(json.value);
    if (!lock) return onlyMalformed(file, 'is not a lockfile of renv');
    const declared = new DeclaredPackages(file);
    for (const { name, version, source } of lock.packages)
      declared.add({ type: 'cran', name, version, purl: { name, qualifiers: source } });
    for (const name of lock.rejected) declared.unknown('malformed', `entry ${quoteToken(name)} lacks its version`);
    return declared.result();
  },
};
