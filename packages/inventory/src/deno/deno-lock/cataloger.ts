import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { npmName, pathName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { type DenoSource, parseDenoLock } from './parse-deno-lock.ts';

const types = { npm: 'npm', jsr: 'jsr', 'deno.land': 'generic' } as const satisfies Record<DenoSource, string>;

/** Catalogs what `deno.lock` pins: npm and jsr packages, and modules of deno.land. */
export const denoLockCataloger: Cataloger = {
  id: 'deno-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['npm', 'jsr', 'generic'],
  globs: ['**/deno.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const lock = parseDenoLock(json.value);
    if (!lock) return onlyMalformed(file, 'is not a Deno lockfile');
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const { source, name, version, key } of lock.packages) {
      const purl = source === 'deno.land' ? pathName(name) : npmName(name);
      const canonical = declared.add({ type: types[source], name, version, purl });
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
    for (const key of lock.rejected)
      declared.unknown('malformed', `entry ${quoteToken(key)} names no package and version`);
    return declared.result();
  },
};
