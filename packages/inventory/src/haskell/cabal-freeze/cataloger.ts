import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES, readText } from '../../reading/text.ts';
import { parseCabalFreeze } from './parse-cabal-freeze.ts';

/** Catalogs the packages that `cabal.project.freeze` pins. */
export const cabalFreezeCataloger: Cataloger = {
  id: 'haskell-cabal-freeze',
  version: 1,
  scope: 'lockfiles',
  finds: ['hackage'],
  globs: ['**/cabal.project.freeze', '**/cabal.*.project.freeze'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const constraints = parseCabalFreeze(text.value);
    if (!constraints) return onlyMalformed(file, 'is not a freeze file of cabal');
    const declared = new DeclaredPackages(file);
    for (const { name, version } of constraints) {
      if (version === '') declared.unidentified(name);
      else declared.add({ type: 'hackage', name, version });
    }
    return declared.result();
  },
};
