import type { Cataloger } from '@pratique/model';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { readToml } from '../../reading/toml.ts';
import { declareDistributions } from '../locked-distributions.ts';
import { parsePylock } from './parse-pylock.ts';

/** Catalogs the distributions that `pylock.toml` (PEP 751) pins. */
export const pylockCataloger: Cataloger = {
  id: 'python-pylock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/pylock.toml', '**/pylock.*.toml'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const document = readToml(file);
    if ('problem' in document) return document.problem;
    const locked = parsePylock(document.value);
    return locked ? declareDistributions(file, locked) : onlyMalformed(file, 'is not a lockfile of PEP 751');
  },
};
