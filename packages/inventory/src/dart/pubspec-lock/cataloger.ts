import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { asObject, asText, isObject, type JsonObject, onlyMalformed } from '../../reading/json.ts';
import { plainUrl, vcsQualifier } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { readYaml } from '../../reading/yaml.ts';

/** The public repository, under both of its names. */
const publicRepository = /^https:\/\/pub\.(dev|dartlang\.org)\/?$/;

function qualifiersOf(entry: JsonObject): Readonly<Record<string, string>> {
  const description = asObject(entry['description']);
  const url = asText(description['url']);
  if (entry['source'] === 'git') return vcsQualifier(url, asText(description['resolved-ref']));
  const repository = plainUrl(url);
  return repository && !publicRepository.test(repository) ? { repository_url: repository } : {};
}

/** Catalogs the packages of Pub's `pubspec.lock`. */
export const pubspecLockCataloger: Cataloger = {
  id: 'dart-pubspec-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['pub'],
  globs: ['**/pubspec.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const yaml = readYaml(file);
    if ('problem' in yaml) return yaml.problem;
    const { packages, sdks } = yaml.value;
    if (packages === undefined && sdks === undefined) return onlyMalformed(file, 'is not a lockfile of Pub');
    // Without packages it says `packages: {}`.
    if (packages !== undefined && packages !== '' && !isObject(packages))
      return onlyMalformed(file, 'lists no packages');
    const declared = new DeclaredPackages(file);
    for (const [name, value] of Object.entries(asObject(packages))) {
      const entry = asObject(value);
      const version = asText(entry['version']);
      // `sdk` packages are part of Flutter and carry no version of their own, `path` packages are part of the project.
      if (entry['source'] === 'sdk' || entry['source'] === 'path') continue;
      if (version === undefined) declared.unknown('malformed', `entry ${quoteToken(name)} lacks its version`);
      else {
        const development = entry['dependency'] === 'direct dev';
        declared.add({ type: 'pub', name, version, purl: { name, qualifiers: qualifiersOf(entry) }, development });
      }
    }
    return declared.result();
  },
};
