import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { MAX_LOCKFILE_BYTES, quoteToken, readText } from '../../reading/text.ts';
import { pypiName } from '../pypi-name.ts';
import { pypiSource } from '../pypi-source.ts';
import { parseRequirements } from './parse-requirements.ts';

/** Files that are named for development or tests, by convention: `requirements-dev.txt`, `requirements/test.txt`. */
const forDevelopment = /(^|[-_./])(dev|develop|development|tests?|testing)([-_.]|requirements|$)[^/]*$/i;

/** Requirement files that installed packages ship say nothing of what is installed. */
const shipped = /(^|\/)(site-packages|dist-packages)\//;

/** Catalogs what pip's requirements and constraints files pin to one version. */
export const requirementsCataloger: Cataloger = {
  id: 'python-requirements',
  version: 1,
  scope: 'lockfiles',
  finds: ['pypi'],
  globs: ['**/*requirements*.txt', '**/*constraints*.txt', '**/requirements/*.txt'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const { path } = file.entry;
    if (shipped.test(path)) return {};
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const { requirements, rejected } = parseRequirements(text.value);
    const declared = new DeclaredPackages(file);
    const development = forDevelopment.test(path);
    const constraints = /constraints[^/]*$/.test(path);
    for (const { name, version, source } of requirements) {
      const normalized = pypiName(name);
      const purl = { name: normalized, qualifiers: pypiSource(source) };
      if (name === '') declared.unidentified(source ?? '');
      else if (version !== '' || source) declared.add({ type: 'pypi', name: normalized, version, purl, development });
      // A constraint that pins nothing requires nothing.
      else if (!constraints) declared.unidentified(normalized);
    }
    for (const line of rejected) declared.unknown('malformed', `line ${quoteToken(line)} is no requirement`);
    return declared.result();
  },
};
