import { defaultLimits } from '@pratique/foundation';
import type { Cataloger, CatalogFile, CatalogResult, FoundPackage } from '@pratique/model';
import { OwnedPaths, rootFolder } from '../os-package/owned-paths.ts';
import { UnknownList } from '../os-package/unknown-list.ts';
import { licenseOfCopyright } from './copyright.ts';
import { manifestText, parseChiselManifest } from './chisel-manifest.ts';
import { listedPackage, pathsOfDigests, pathsOfList } from './file-list.ts';
import { type DebianPackage, parseStatus } from './parse-status.ts';

/** Larger files are rejected: layer content is an attacker's. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Image-based systems keep the database below /usr. */
const databases = ['var/lib/dpkg/', 'usr/lib/dpkg/'];
const CHISEL = 'var/lib/chisel/';

/** A package of a status file, or of a manifest that knows less. */
type InstalledPackage = Omit<DebianPackage, 'source'> & Partial<Pick<DebianPackage, 'source'>>;

/** Files that some image builders leave beside the stanzas of `status.d`: parts of a package, not packages. */
const packageParts = /\.(conffiles|config|(pre|post)(inst|rm)|shlibs|symbols|templates|triggers|sha256sums)$/;

function foundPackage({ name, version, architecture, source, maintainer }: InstalledPackage): FoundPackage {
  return {
    type: 'deb',
    name,
    version,
    evidence: 'installed',
    ...(architecture !== undefined && { architecture }),
    ...(source && { source }),
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
  const owned = new OwnedPaths(rootFolder(path, databases.find((folder) => path.includes(folder)) ?? ''));
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

/** Chiselled Ubuntu images have slices of packages and, for a database, chisel's manifest. It names no source packages. */
async function chiselManifest(file: CatalogFile): Promise<CatalogResult> {
  const { path } = file.entry;
  const unknowns = new UnknownList(path);
  const owned = new OwnedPaths(rootFolder(path, CHISEL));
  const content = await manifestText(file.bytes);
  const manifest = 'text' in content ? parseChiselManifest(content.text, owned) : undefined;
  if (!manifest) {
    unknowns.add('malformed', 'reason' in content ? content.reason : 'is no chisel manifest');
    return { unknowns: unknowns.all() };
  }
  if (manifest.damaged > 0) unknowns.add('malformed', `${manifest.damaged} lines could not be read`);
  if (owned.exceeded) unknowns.add('too-large', 'lists more paths than are read');
  const packages = manifest.packages.slice(0, defaultLimits.packagesPerFile);
  if (packages.length < manifest.packages.length) {
    unknowns.add('too-large', `holds more than ${defaultLimits.packagesPerFile} packages`);
  }
  return {
    packages: packages.map(({ paths: _paths, sha256, ...slice }) => ({
      ...foundPackage(slice),
      ...(sha256 !== undefined && { properties: { sha256 } }),
    })),
    owned: packages.map(({ name, architecture, paths }) => ({
      type: 'deb',
      name,
      ...(architecture !== undefined && { architecture }),
      paths,
    })),
    unknowns: unknowns.all(),
  };
}

function unsupported(file: CatalogFile): CatalogResult {
  const reason = 'is the database of opkg, which is not read';
  return { unknowns: [{ code: 'unsupported', reason, path: file.entry.path }] };
}

/**
 * Catalogs the packages of dpkg's database (`status`, or distroless `status.d`) or of chisel's manifest, the files that they own, and the licences
 * that their copyright files declare. A stanza that cannot be read becomes an `Unknown`.
 */
export const dpkgCataloger: Cataloger = {
  id: 'dpkg',
  version: 1,
  scope: 'always',
  finds: ['deb'],
  globs: [
    '**/{var,usr}/lib/dpkg/status',
    '**/{var,usr}/lib/dpkg/status.d/*',
    '**/{var,usr}/lib/dpkg/info/*.{list,md5sums}',
    '**/var/lib/chisel/manifest.wall',
    '**/usr/share/doc/*/copyright',
    '**/{usr/lib,var/lib}/opkg/status',
  ],
  maxBytes: MAX_BYTES,
  catalog(file) {
    const { path } = file.entry;
    if (path.endsWith('/manifest.wall')) return chiselManifest(file);
    if (path.endsWith('/copyright')) return copyright(file);
    if (path.endsWith('/opkg/status')) return unsupported(file);
    if (path.endsWith('.list') || path.endsWith('.md5sums')) return fileList(file);
    return path.includes('/dpkg/status.d/') && packageParts.test(path) ? {} : status(file);
  },
};
