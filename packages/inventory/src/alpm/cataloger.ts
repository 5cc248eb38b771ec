import type { Cataloger, CatalogFile, CatalogResult } from '@pratique/model';
import { distributionLicense } from '../os-package/license-words.ts';
import { MAX_FILES, OwnedPaths, rootFolder } from '../os-package/owned-paths.ts';
import { phrase, token } from '../os-package/tokens.ts';
import { parseFields } from './parse-fields.ts';

/** Larger files are rejected: layer content is an attacker's. */
const MAX_BYTES = 64 * 1024 * 1024;

const DATABASE = 'var/lib/pacman/';
const descFields = new Set(['NAME', 'VERSION', 'BASE', 'ARCH', 'LICENSE', 'PACKAGER']);
const fileFields = new Set(['FILES']);

function licenseOf(names: readonly string[] | undefined): string | undefined {
  const licenses = (names ?? [])
    .slice(0, 64)
    .map((name) => distributionLicense(name.replace(/^custom:\s*/, '')))
    .filter((license) => license !== undefined)
    .map((license) => (/ (OR|AND) /.test(license) ? `(${license})` : license));
  const distinct = [...new Set(licenses)];
  return distinct.length === 1 ? distinct[0]?.replace(/^\((.*)\)$/s, '$1') : distinct.join(' AND ') || undefined;
}

function description(file: CatalogFile): CatalogResult {
  const fields = parseFields(file.bytes.toString('utf8'), descFields);
  const name = token(fields.get('NAME')?.[0]);
  const version = token(fields.get('VERSION')?.[0]);
  if (name === undefined || version === undefined) {
    const reason = name === undefined ? 'names no package' : 'gives no version';
    return { unknowns: [{ code: 'malformed', reason, path: file.entry.path }] };
  }
  const architecture = token(fields.get('ARCH')?.[0]);
  const license = licenseOf(fields.get('LICENSE'));
  const vendor = phrase(fields.get('PACKAGER')?.[0]);
  return {
    packages: [
      {
        type: 'alpm',
        name,
        version,
        evidence: 'installed',
        ...(architecture !== undefined && { architecture }),
        source: { name: token(fields.get('BASE')?.[0]) ?? name, version },
        ...(license !== undefined && { license }),
        ...(vendor !== undefined && { vendor }),
        purl: {
          type: 'alpm',
          name,
          version,
          ...(architecture !== undefined && { qualifiers: { arch: architecture } }),
        },
      },
    ],
  };
}

/** The folder of a package is its name, version and release: `NAME-VERSION-RELEASE`. */
function packageOfFolder(path: string): string {
  return (path.split('/').at(-2) ?? '').replace(/-[^-]+-[^-]+$/, '');
}

function files(file: CatalogFile): CatalogResult {
  const { path } = file.entry;
  const owned = new OwnedPaths(rootFolder(path, DATABASE));
  const paths: string[] = [];
  const names = parseFields(file.bytes.toString('utf8'), fileFields).get('FILES') ?? [];
  for (const name of names) {
    // Directories end with a slash.
    if (!name.endsWith('/')) owned.add(name, paths);
  }
  const cut = names.length === MAX_FILES || owned.exceeded;
  return {
    ...(paths.length > 0 && { owned: [{ type: 'alpm', name: packageOfFolder(path), paths }] }),
    ...(cut && { unknowns: [{ code: 'too-large', reason: 'lists more paths than are read', path }] }),
  };
}

/** Catalogs the packages of pacman's local database (Arch Linux and its derivatives), and the files that they own. */
export const alpmCataloger: Cataloger = {
  id: 'alpm',
  version: 1,
  scope: 'always',
  finds: ['alpm'],
  maxBytes: MAX_BYTES,
  globs: ['**/var/lib/pacman/local/*/{desc,files}'],
  catalog(file) {
    return file.entry.path.endsWith('/desc') ? description(file) : files(file);
  },
};
