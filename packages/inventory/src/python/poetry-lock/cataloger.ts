import type { Cataloger } from '@pratique/model';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { readToml } from '../../reading/toml.ts';
import { declareDistributions } from '../locked-distributions.ts';
import { parsePoetryLock } from './parse-poetry-lock.ts';

/** Catalogs the distributions that `poetry.lock` pins. */
export const poetryLockCataloger: Cataloger = {
  id: 'python-poetry-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/poetry.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const document = readToml(file);
    if ('problem' in document) return document.problem;
    const locked = parsePoetryLock(document.value);
    return locked ? declareDistributions(file, locked) : onlyMalformed(file, 'is not a lockfile of Poetry');
  },
};
