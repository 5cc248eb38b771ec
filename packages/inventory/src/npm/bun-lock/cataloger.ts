import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { readJsonc } from '../../reading/jsonc.ts';
import { npmName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { isInNodeModules } from '../npm-source.ts';
import { parseBunLock } from './parse-bun-lock.ts';

/** Catalogs the packages of Bun's text lockfile. The older binary one (`bun.lockb`) is an unknown. */
export const bunLockCataloger: Cataloger = {
  id: 'npm-bun-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['npm'],
  globs: ['**/bun.lock', '**/bun.lockb'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const { path } = file.entry;
    if (isInNodeModules(path)) return {};
    if (path.endsWith('.lockb')) {
      return { unknowns: [{ code: 'unsupported', reason: "is Bun's binary lockfile; save it as bun.lock", path }] };
    }
    const json = readJsonc(file);
    if ('problem' in json) return json.problem;
    const lock = parseBunLock(json.value);
    if (!lock) return onlyMalformed(file, 'is not a Bun lockfile');

    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const { key, name, version, source, development } of lock.packages) {
      const purl = { ...npmName(name), qualifiers: source };
      const canonical = declared.add({ type: 'npm', name, version, purl, development });
      if (canonical !== undefined) purls.set(key, canonical);
    }
    for (const { key, requires } of lock.packages) {
      const from = purls.get(key);
      if (from !== undefined)
        declared.depend(
          from,
          requires.map((required) => purls.get(required)),
        );
    }
    for (const key of lock.rejected) declared.unknown('malformed', `entry ${quoteToken(key)} cannot be read`);
    return declared.result();
  },
};
