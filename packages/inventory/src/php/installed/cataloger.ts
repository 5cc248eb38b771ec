import { type CatalogFile, type Cataloger } from '@pratique/model';
import { type InstalledFacts, installedPackages } from '../../reading/installed-packages.ts';
import { asArray, asObject, asText, type JsonObject, onlyMalformed, readJson } from '../../reading/json.ts';
import { licenseExpression } from '../../reading/license.ts';
import { pathName } from '../../reading/purl-names.ts';

/** More licences than any package names. */
const MAX_LICENSES = 32;

function licenseOf(declared: unknown): string | undefined {
  const names = (Array.isArray(declared) ? asArray(declared).slice(0, MAX_LICENSES) : [declared]).map(asText);
  // Composer writes "or" and "and" in lower case, and a list is a choice (getcomposer.org, schema, "license").
  return licenseExpression(
    names.filter((name) => name !== undefined).map((name) => name.replace(/ (or|and) /g, (word) => word.toUpperCase())),
    'OR',
  );
}

function* installedOf(packages: readonly unknown[], development: ReadonlySet<string>): Iterable<InstalledFacts> {
  for (const entry of packages) {
    const record: JsonObject = asObject(entry);
    const name = asText(record['name']) ?? '';
    yield {
      type: 'composer',
      name,
      version: asText(record['version']) ?? '',
      license: licenseOf(record['license']),
      purl: pathName(name),
      needs: Object.keys(asObject(record['require'])),
      ...(development.has(name) ? { development: true } : {}),
    };
  }
}

/** Catalogs what Composer installed into a `vendor` folder, by its own record in either form (Composer 1 and 2). */
export const phpInstalledCataloger: Cataloger = {
  id: 'php-installed',
  version: 1,
  scope: 'always',
  finds: ['composer'],
  globs: ['**/composer/installed.json'],
  maxBytes: 64 * 1024 * 1024,

  catalog(file: CatalogFile) {
    const json = readJson(file);
    if ('problem' in json) return json.problem;
    if (Array.isArray(json.value)) return installedPackages(file, installedOf(asArray(json.value), new Set()));
    const record = asObject(json.value);
    if (!Array.isArray(record['packages'])) return onlyMalformed(file, 'has no list of packages');
    const names = asArray(record['dev-package-names']).filter((name) => typeof name === 'string');
    return installedPackages(file, installedOf(asArray(record['packages']), new Set(names)));
  },
};
