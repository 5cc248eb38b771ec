import type { Cataloger } from '@pratique/model';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { readToml } from '../../reading/toml.ts';
import { declareDistributions } from '../locked-distributions.ts';
import { parseUvLock } from './parse-uv-lock.ts';

/** Catalogs the distributions that `uv.lock` pins, and the lockfiles of single scripts. */
export const uvLockCataloger: Cataloger = {
  id: 'python-uv-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/uv.lock', '**/*.py.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const document = readToml(file);
    if ('problem' in document) return document.problem;
    const locked = parseUvLock(document.value);
    return locked ? declareDistributions(file, locked) : onlyMalformed(file, 'is not a lockfile of uv');
  },
};
