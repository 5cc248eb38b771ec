import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { vcsQualifier } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, readText } from '../../reading/text.ts';
import { parseRebarLock } from './parse-rebar-lock.ts';

/** Catalogs the packages of rebar3's `rebar.lock`. */
export const rebarLockCataloger: Cataloger = {
  id: 'erlang-rebar-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['hex'],
  globs: ['**/rebar.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const lock = parseRebarLock(text.value);
    if (!lock) return onlyMalformed(file, 'is not a lockfile of rebar3');
    const declared = new DeclaredPackages(file);
    for (const { name, version, repository } of lock.dependencies) {
      const qualifiers = vcsQualifier(repository?.url, repository?.revision);
      declared.add({ type: 'hex', name, version, purl: { name, qualifiers } });
    }
    if (lock.rejected > 0) declared.unknown('malformed', `${lock.rejected} entries cannot be read`);
    return declared.result();
  },
};
