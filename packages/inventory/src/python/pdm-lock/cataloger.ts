import type { Cataloger } from '@pratique/model';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { readToml } from '../../reading/toml.ts';
import { declareDistributions } from '../locked-distributions.ts';
import { parsePdmLock } from './parse-pdm-lock.ts';

/** Catalogs the distributions that `pdm.lock` pins. */
export const pdmLockCataloger: Cataloger = {
  id: 'python-pdm-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/pdm.lock', '**/pdm.*.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const document = readToml(file);
    if ('problem' in document) return document.problem;
    const locked = parsePdmLock(document.value);
    return locked ? declareDistributions(file, locked) : onlyMalformed(file, 'is not a lockfile of PDM');
  },
};
