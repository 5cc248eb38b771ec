import { defaultLimits } from '@pratique/foundation';
import type { Cataloger, FoundPackage, OwnedFiles } from '@pratique/model';
import { MAX_FILES, OwnedPaths, rootFolder } from '../os-package/owned-paths.ts';
import { phrase } from '../os-package/tokens.ts';
import { UnknownList } from '../os-package/unknown-list.ts';
import { apkLicense } from './license.ts';
import { type ApkPackage, parseInstalled } from './parse-installed.ts';

/** Larger databases are rejected: layer content is an attacker's. */
const MAX_BYTES = 64 * 1024 * 1024;

/** `apk add --virtual .build-deps …` makes a package of a name that begins with a dot and has no files: a bookmark. */
function isVirtual({ name, files }: ApkPackage): boolean {
  return name.startsWith('.') && files.length === 0;
}

function foundPackage({ name, version, architecture, origin, license, maintainer, commit }: ApkPackage): FoundPackage {
  const expression = apkLicense(license);
  const vendor = phrase(maintainer);
  return {
    type: 'apk',
    name,
    version,
    evidence: 'installed',
    ...(architecture !== undefined && { architecture }),
    source: { name: origin ?? name, version },
    ...(expression !== undefined && { license: expression }),
    ...(vendor !== undefined && { vendor }),
    ...(commit !== undefined && { properties: { commit } }),
    purl: { type: 'apk', name, version, ...(architecture !== undefined && { qualifiers: { arch: architecture } }) },
  };
}

function ownedFiles(record: ApkPackage, owned: OwnedPaths): OwnedFiles {
  const paths: string[] = [];
  for (const file of record.files) owned.add(file, paths);
  if (record.files.length === MAX_FILES) owned.exceed();
  const { name, architecture } = record;
  return { type: 'apk', name, ...(architecture !== undefined && { architecture }), paths };
}

/**
 * Catalogs the packages of apk's installed database, and the files that they own. A damaged record becomes an `Unknown`,
 * so that a damaged database never looks like an empty one.
 */
export const apkCataloger: Cataloger = {
  id: 'apk',
  version: 1,
  scope: 'always',
  finds: ['apk'],
  globs: ['**/lib/apk/db/installed'],
  maxBytes: MAX_BYTES,
  catalog(file) {
    const { path } = file.entry;
    const packages: FoundPackage[] = [];
    const lists: OwnedFiles[] = [];
    const unknowns = new UnknownList(path);
    const paths = new OwnedPaths(rootFolder(path, path.includes('usr/lib/apk/') ? 'usr/lib/apk/' : 'lib/apk/'));
    for (const record of parseInstalled(file.bytes.toString('utf8'))) {
      if (packages.length === defaultLimits.packagesPerFile) {
        unknowns.add('too-large', `holds more than ${defaultLimits.packagesPerFile} packages`);
        break;
      }
      if (!record.ok) unknowns.add('malformed', record.reason);
      else if (!isVirtual(record.value)) {
        packages.push(foundPackage(record.value));
        if (record.value.files.length > 0) lists.push(ownedFiles(record.value, paths));
      }
    }
    if (paths.exceeded) unknowns.add('too-large', 'lists more paths than are read');
    return { packages, owned: lists, unknowns: unknowns.all() };
  },
};
