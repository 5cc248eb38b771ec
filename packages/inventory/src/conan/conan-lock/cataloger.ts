import type { CatalogFile, Cataloger, CatalogResult } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES, quoteToken, readText } from '../../reading/text.ts';
import { type ConanFile, type ConanRequirement, parseConanfile, parseConanLock } from './parse-conan-lock.ts';

/** The purl-spec knows a channel only within a user's namespace. */
function purlOf({ name, user, channel }: ConanRequirement): {
  name: string;
  namespace?: string;
  qualifiers?: Record<string, string>;
} {
  if (user && channel) return { name, namespace: user, qualifiers: { channel } };
  return user ? { name, qualifiers: { user } } : { name };
}

function read(file: CatalogFile): { value: ConanFile } | { problem: CatalogResult } {
  if (file.entry.path.endsWith('.txt')) {
    const text = readText(file);
    if ('problem' in text) return text;
    const conanfile = parseConanfile(text.value);
    return conanfile ? { value: conanfile } : { problem: onlyMalformed(file, 'is not a conanfile.txt') };
  }
  const json = readJsonObject(file);
  if ('problem' in json) return json;
  const lock = parseConanLock(json.value);
  return lock ? { value: lock } : { problem: onlyMalformed(file, 'is not a lockfile of Conan') };
}

/** Catalogs the recipes that `conan.lock` (of Conan 1 and 2) locks and that `conanfile.txt` pins. */
export const conanLockCataloger: Cataloger = {
  id: 'conan-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['conan'],
  globs: ['**/conan.lock', '**/conanfile.txt'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const conan = read(file);
    if ('problem' in conan) return conan.problem;
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const requirement of conan.value.requirements) {
      const { key, name, version, development } = requirement;
      const purl = declared.add({ type: 'conan', name, version, purl: purlOf(requirement), development });
      if (purl !== undefined) purls.set(key, purl);
    }
    for (const { key, requires } of conan.value.requirements) {
      const from = purls.get(key);
      if (from !== undefined)
        declared.depend(
          from,
          requires.map((required) => purls.get(required)),
        );
    }
    for (const text of conan.value.rejected)
      declared.unknown('malformed', `${quoteToken(text)} is no recipe reference`);
    return declared.result();
  },
};
