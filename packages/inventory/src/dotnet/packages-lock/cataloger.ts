import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { asObject, asText, isObject, onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';

/** Adds what one target framework locks: `Direct`, `Transitive` and `CentralTransitive`; a `Project` is no package. */
function declareFramework(declared: DeclaredPackages, entries: Readonly<Record<string, unknown>>): void {
  const purls = new Map<string, string>();
  for (const [name, value] of Object.entries(entries)) {
    const entry = asObject(value);
    if (entry['type'] === 'Project') continue;
    const version = asText(entry['resolved']);
    const purl = version === undefined ? undefined : declared.add({ type: 'nuget', name, version });
    if (version === undefined) declared.unknown('malformed', `entry ${quoteToken(name)} lacks its resolved version`);
    // NuGet's ids do not tell upper from lower case.
    if (purl !== undefined) purls.set(name.toLowerCase(), purl);
  }
  for (const [name, value] of Object.entries(entries)) {
    const from = purls.get(name.toLowerCase());
    const required = Object.keys(asObject(asObject(value)['dependencies']));
    if (from !== undefined)
      declared.depend(
        from,
        required.map((other) => purls.get(other.toLowerCase())),
      );
  }
}

/** Catalogs the packages of NuGet's `packages.lock.json`, of every target framework. */
export const packagesLockCataloger: Cataloger = {
  id: 'dotnet-packages-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['nuget'],
  globs: ['**/packages.lock.json', '**/packages.*.lock.json'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const { dependencies, version } = json.value;
    if (!isObject(dependencies) || version === undefined || !Object.values(dependencies).every(isObject))
      return onlyMalformed(file, 'is not a lockfile of NuGet');
    const declared = new DeclaredPackages(file);
    for (const entries of Object.values(dependencies)) declareFramework(declared, asObject(entries));
    return declared.result();
  },
};
