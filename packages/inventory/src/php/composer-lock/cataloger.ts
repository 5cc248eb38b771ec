import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';
import { pathName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { parseComposerLock } from './parse-composer-lock.ts';

/** Catalogs the packages of `composer.lock`. */
export const composerLockCataloger: Cataloger = {
  id: 'php-composer-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['composer'],
  globs: ['**/composer.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const lock = parseComposerLock(json.value);
    if (!lock) return onlyMalformed(file, 'is not a Composer lockfile');
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const { name, version, development, licenses } of lock.packages) {
      const license = licenseExpression(licenses, 'OR');
      const purl = pathName(name);
      const canonical = declared.add({
        type: 'composer',
        name,
        version,
        purl,
        development,
        ...(license ? { license } : {}),
      });
      if (canonical !== undefined) purls.set(name, canonical);
    }
    for (const { name, requires } of lock.packages) {
      const from = purls.get(name);
      if (from !== undefined)
        declared.depend(
          from,
          requires.map((required) => purls.get(required)),
        );
    }
    for (const name of lock.rejected)
      declared.unknown('malformed', `entry ${quoteToken(name)} lacks a name or version`);
    return declared.result();
  },
};
