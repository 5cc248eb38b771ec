import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { pathName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, readText } from '../../reading/text.ts';
import { parseGoMod } from './parse-go-mod.ts';

/** Module files of the module cache belong to dependencies, not to the project. */
const moduleCache = /(^|\/)pkg\/mod\//;

/** Catalogs the modules that `go.mod` requires, and the standard library of the toolchain that it names. */
export const goModCataloger: Cataloger = {
  id: 'go-mod',
  version: 1,
  scope: 'lockfiles',
  finds: ['golang'],
  globs: ['**/go.mod'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    if (moduleCache.test(file.entry.path)) return {};
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const { modules, toolchain, rejected, recognized } = parseGoMod(text.value);
    if (!recognized) return onlyMalformed(file, 'is not a Go module file');
    const declared = new DeclaredPackages(file);
    for (const { path, version } of modules)
      declared.add({ type: 'golang', name: path, version, purl: pathName(path) });
    if (toolchain) declared.add({ type: 'golang', name: 'stdlib', version: toolchain });
    for (const line of rejected) declared.unknown('malformed', `line ${line} cannot be read`);
    return declared.result();
  },
};
