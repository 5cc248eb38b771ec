import { defaultLimits } from '@pratique/foundation';
import type { Cataloger, CatalogFile, CatalogResult, FoundPackage } from '@pratique/model';
import { OwnedPaths, rootFolder } from '../os-package/owned-paths.ts';
import { UnknownList } from '../os-package/unknown-list.ts';
import { licenseOfCopyright } from './copyright.ts';
import { listedPackage, pathsOfDigests, pathsOfList } from './file-list.ts';
import { type DebianPackage, parseStatus } from './parse-status.ts';

/** Larger files are rejected: layer content is an attacker's. */
const MAX_BYTES = 64 * 1024 * 1024;

const DATABASE = 'var/lib/dpkg/';

/** Files that some image builders leave beside the stanzas of `status.d`: parts of a package, not packages. */
const packageParts = /\.(conffiles|config|(pre|post)(inst|rm)|shlibs|symbols|templates|triggers|sha256sums)$/;

function foundPackage({ name, version, architecture, source, maintainer }: DebianPackage): FoundPackage {
  return {
    type: 'deb',
    name,
    version,
    evidence: 'installed',
    ...(architecture !== undefined && { architecture }),
    source,
    ...(maintainer !== undefined && { vendor: maintainer }),
    purl: { type: 'deb', name, version, ...(architecture !== undefined && { qualifiers: { arch: architecture } }) },
  };
}

function status(file: CatalogFile): CatalogResult {
  const packages: FoundPackage[] = [];
  const unknowns = new UnknownList(file.entry.path);
  for (const entry of parseStatus(file.bytes.toString('utf8'))) {
    if (packages.length === defaultLimits.packagesPerFile) {
      unknowns.add('too-large', `holds more than ${defaultLimits.packagesPerFile} packages`);
      break;
    }
    if (entry.state === 'installed') packages.push(foundPackage(entry.value));
    else if (entry.state !== 'absent') unknowns.add(entry.state, entry.reason);
  }
  return { packages, unknowns: unknowns.all() };
}

function fileList(file: CatalogFile): CatalogResult {
  const { path } = file.entry;
  const owned = new OwnedPaths(rootFolder(path, DATABASE));
  const read = path.endsWith('.list') ? pathsOfList : pathsOfDigests;
  const paths = read(file.bytes.toString('utf8'), owned);
  const unknowns = new UnknownList(path);
  if (owned.exceeded) unknowns.add('too-large', 'lists more paths than are read');
  const lists = paths.length > 0 ? [{ type: 'deb' as const, ...listedPackage(path), paths }] : [];
  return { owned: lists, unknowns: unknowns.all() };
}

function copyright(file: CatalogFile): CatalogResult {
  const name = file.entry.path.split('/').at(-2) ?? '';
  const license = licenseOfCopyright(file.bytes.toString('utf8'));
  return license === undefined ? {} : { licenses: [{ type: 'deb', name, license }] };
}

function unsupported(file: CatalogFile): CatalogResult {
  const reason = 'is the database of opkg, which is not read';
  return { unknowns: [{ code: 'unsupported', reason, path: file.entry.path }] };
}

/**
 * Catalogs the packages of dpkg's database (`status`, or distroless `status.d`), the files that they own, and the licences
 * that their copyright files declare. A stanza that cannot be read becomes an `Unknown`.
 */
export const dpkgCataloger: Cataloger = {
  id: 'dpkg',
  version: 1,
  scope: 'always',
  finds: ['deb'],
  globs: [
    '**/var/lib/dpkg/status',
    '**/var/lib/dpkg/status.d/*',
    '**/var/lib/dpkg/info/*.{list,md5sums}',
    '**/usr/share/doc/*/copyright',
    '**/{usr/lib,var/lib}/opkg/status',
  ],
  maxBytes: MAX_BYTES,
  catalog(file) {
    const { path } = file.entry;
    if (path.endsWith('/copyright')) return copyright(file);
    if (path.endsWith('/opkg/status')) return unsupported(file);
    if (path.endsWith('.list') || path.endsWith('.md5sums')) return fileList(file);
    return path.includes('/dpkg/status.d/') && packageParts.test(path) ? {} : status(file);
  },
};
