import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';
import { npmName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { isInNodeModules, npmSource } from '../npm-source.ts';
import { parsePackageLock, resolveFrom } from './parse-package-lock.ts';

/** Catalogs the packages that npm's lockfiles declare: `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3. */
export const packageLockCataloger: Cataloger = {
  id: 'npm-package-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['npm'],
  globs: ['**/package-lock.json', '**/npm-shrinkwrap.json'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    if (isInNodeModules(file.entry.path)) return {};
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const lock = parsePackageLock(json.value);
    if (!lock) return onlyMalformed(file, 'is not an npm lockfile');

    const declared = new DeclaredPackages(file);
    for (const path of lock.rejected) declared.unknown('malformed', `entry ${quoteToken(path)} cannot be read`);
    const purls = new Map<string, string>();
    for (const { path, name, version, resolved, development, licenses } of lock.packages) {
      const license = licenseExpression(licenses, 'OR');
      const purl = { ...npmName(name), qualifiers: npmSource(resolved) };
      const canonical = declared.add({
        type: 'npm',
        name,
        version,
        purl,
        development,
        ...(license ? { license } : {}),
      });
      if (canonical !== undefined) purls.set(path, canonical);
    }
    for (const { path, requires } of lock.packages) {
      const from = purls.get(path);
      if (from === undefined) continue;
      const places = requires.map((name) => resolveFrom(purls, path, name));
      declared.depend(
        from,
        places.map((place) => place && purls.get(place)),
      );
    }
    return declared.result();
  },
};
