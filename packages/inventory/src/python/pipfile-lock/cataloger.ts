import type { Cataloger } from '@pratique/model';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { declareDistributions } from '../locked-distributions.ts';
import { parsePipfileLock } from './parse-pipfile-lock.ts';

/** Catalogs the distributions that `Pipfile.lock` pins. */
export const pipfileLockCataloger: Cataloger = {
  id: 'python-pipfile-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/Pipfile.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const document = readJsonObject(file);
    if ('problem' in document) return document.problem;
    const locked = parsePipfileLock(document.value);
    return locked ? declareDistributions(file, locked) : onlyMalformed(file, 'is not a lockfile of Pipenv');
  },
};
