import { defaultLimits } from '@pratique/foundation';
import type { Cataloger, CatalogFile, CatalogResult, FoundPackage, OwnedFiles } from '@pratique/model';
import { OwnedPaths, rootFolder } from '../os-package/owned-paths.ts';
import { UnknownList } from '../os-package/unknown-list.ts';
import { isBerkeleyDb } from './bdb/database-file.ts';
import { readBerkeleyDb } from './bdb/read-bdb.ts';
import { parseContainerManifest } from './container-manifest.ts';
import { type HeaderBlob, unreadable } from './header-blob.ts';
import { readPackage } from './header/read-package.ts';
import { installedPackage } from './installed-package.ts';
import { isNdb, readNdb } from './ndb/read-ndb.ts';
import { isSqlite } from './sqlite/database-file.ts';
import { readSqlite } from './sqlite/read-sqlite.ts';

/** Where rpm keeps its database, by distribution and age. */
const folders = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];

/** Public keys that rpm keeps among the packages. */
const KEY = 'gpg-pubkey';

function rootOf(path: string): string {
  const folder = folders.find((folder) => path.startsWith(folder) || path.includes(`/${folder}`));
  return folder === undefined ? '' : rootFolder(path, folder);
}

function headerBlobs(bytes: Buffer): Iterable<HeaderBlob> {
  if (isSqlite(bytes)) return readSqlite(bytes);
  if (isNdb(bytes)) return readNdb(bytes);
  if (isBerkeleyDb(bytes)) return readBerkeleyDb(bytes);
  return [unreadable(bytes.length === 0 ? 'is empty' : 'is no rpm database of a known kind')];
}

function database(file: CatalogFile): CatalogResult {
  const { path } = file.entry;
  const packages: FoundPackage[] = [];
  const lists: OwnedFiles[] = [];
  const unknowns = new UnknownList(path);
  const owned = new OwnedPaths(rootOf(path));
  for (const blob of headerBlobs(file.bytes)) {
    if (packages.length === defaultLimits.packagesPerFile) {
      unknowns.add('too-large', `holds more than ${defaultLimits.packagesPerFile} packages`);
      break;
    }
    if (!blob.ok) {
      unknowns.add('malformed', blob.reason);
      continue;
    }
    const facts = readPackage(blob.bytes, owned);
    if (facts?.record.name === KEY) continue;
    const found = facts && installedPackage(facts.record);
    if (!found) {
      unknowns.add('malformed', facts ? 'a header gives no name or no version' : 'a row holds no header');
      continue;
    }
    packages.push(found);
    const { name, architecture } = found;
    if (facts.paths.length > 0)
      lists.push({ type: 'rpm', name, ...(architecture && { architecture }), paths: facts.paths });
  }
  if (owned.exceeded) unknowns.add('too-large', 'lists more paths than are read');
  return { packages, owned: lists, unknowns: unknowns.all() };
}

/** A write-ahead log that holds anything may hold packages that the database file does not show (SQLite, wal.html). */
function writeAheadLog(file: CatalogFile): CatalogResult {
  if (file.bytes.length === 0) return {};
  const reason = 'holds changes to the database beside it that may not be in it yet';
  return { unknowns: [{ code: 'unsupported', reason, path: file.entry.path }] };
}

function manifest(file: CatalogFile): CatalogResult {
  const packages: FoundPackage[] = [];
  const unknowns = new UnknownList(file.entry.path);
  for (const record of parseContainerManifest(file.bytes.toString('utf8'))) {
    if (packages.length === defaultLimits.packagesPerFile) {
      unknowns.add('too-large', `holds more than ${defaultLimits.packagesPerFile} packages`);
      break;
    }
    const found = record && installedPackage(record);
    if (record?.name === KEY) continue;
    if (found) packages.push(found);
    else unknowns.add('malformed', 'a line is no package');
  }
  return { packages, unknowns: unknowns.all() };
}

/**
 * Catalogs the packages of rpm's database, whichever of its three forms (SQLite, ndb, Berkeley DB hash), the files that
 * they own, and the manifest that stands for it in distroless images. What cannot be read becomes an `Unknown`.
 */
export const rpmCataloger: Cataloger = {
  id: 'rpm',
  version: 1,
  scope: 'always',
  finds: ['rpm'],
  globs: [
    ...folders.map((folder) => `**/${folder}{Packages,Packages.db,rpmdb.sqlite,rpmdb.sqlite-wal}`),
    '**/var/lib/rpmmanifest/container-manifest-2',
  ],
  catalog(file) {
    const { path } = file.entry;
    if (path.endsWith('-wal')) return writeAheadLog(file);
    return path.endsWith('/container-manifest-2') ? manifest(file) : database(file);
  },
};
