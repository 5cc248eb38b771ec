import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { vcsQualifier } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { readYaml } from '../../reading/yaml.ts';
import { parsePodfileLock } from './parse-podfile-lock.ts';

/** Catalogs the pods of CocoaPods' `Podfile.lock`. */
export const podfileLockCataloger: Cataloger = {
  id: 'cocoapods-podfile-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['cocoapods'],
  globs: ['**/Podfile.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const yaml = readYaml(file);
    if ('problem' in yaml) return yaml.problem;
    const lock = parsePodfileLock(yaml.value);
    if (!lock) return onlyMalformed(file, 'is not a lockfile of CocoaPods');
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const { name, version, repository } of lock.pods) {
      const [pod = '', ...subspec] = name.split('/');
      const qualifiers = vcsQualifier(repository?.url, repository?.revision);
      const purl = { name: pod, qualifiers, ...(subspec.length > 0 ? { subpath: subspec.join('/') } : {}) };
      const canonical = declared.add({ type: 'cocoapods', name, version, purl });
      if (canonical !== undefined) purls.set(name, canonical);
    }
    for (const { name, requires } of lock.pods) {
      const from = purls.get(name);
      if (from !== undefined)
        declared.depend(
          from,
          requires.map((required) => purls.get(required)),
        );
    }
    for (const text of lock.rejected) declared.unknown('malformed', `pod ${quoteToken(text)} lacks a version`);
    return declared.result();
  },
};
