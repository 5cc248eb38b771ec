import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { vcsQualifier } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, quoteToken, readText } from '../../reading/text.ts';
import { parseMixLock } from './parse-mix-lock.ts';

/** Catalogs the packages of Mix's `mix.lock`. */
export const mixLockCataloger: Cataloger = {
  id: 'elixir-mix-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['hex'],
  globs: ['**/mix.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const lock = parseMixLock(text.value);
    if (!lock) return onlyMalformed(file, 'is not a lockfile of Mix');
    const declared = new DeclaredPackages(file);
    for (const { name, version, repository } of lock.dependencies) {
      const qualifiers = vcsQualifier(repository?.url, repository?.revision);
      declared.add({ type: 'hex', name, version, purl: { name, qualifiers } });
    }
    for (const name of lock.rejected) declared.unknown('malformed', `entry ${quoteToken(name)} cannot be read`);
    return declared.result();
  },
};
