import { defaultLimits } from '@pratique/foundation';
import type { CatalogFile, Cataloger, CatalogResult } from '@pratique/model';
import { pypiName } from '../pypi-name.ts';
import { installedPackages } from '../../reading/installed-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { decodeText } from '../../reading/text.ts';
import { readNamed } from '../../zip/read-named.ts';
import { isProblem } from '../../zip/zip-archive.ts';
import { parseMetadata } from './parse-metadata.ts';

const MAX_METADATA_BYTES = 16 * 1024 * 1024;

/** `name-1.0.dist-info`, `name-1.0-py3.9.egg-info`, `name-1.0-py3.9.egg`: the version in a metadata folder's name. */
const folderVersion = /^[^-]+-([^-]+?)(?:-py\d[^/]*)?\.(?:dist-info|egg-info|egg)$/i;

function versionOfPath(path: string): string | undefined {
  return path
    .split('/')
    .map((segment) => folderVersion.exec(segment)?.[1])
    .findLast((version) => version !== undefined && /^\d/.test(version));
}

function catalogMetadata(file: CatalogFile): CatalogResult {
  const { name, version, license } = parseMetadata(decodeText(file.bytes));
  if (name === undefined) return onlyMalformed(file, 'has no field Name');
  const known = version ?? versionOfPath(file.entry.path) ?? '';
  return installedPackages(file, [{ type: 'pypi', name, version: known, license, purl: { name: pypiName(name) } }]);
}

/** An egg that was installed without unpacking it. */
async function catalogZippedEgg(file: CatalogFile): Promise<CatalogResult> {
  const { path } = file.entry;
  const bounds = { members: defaultLimits.zipEntries, bytes: MAX_METADATA_BYTES };
  const found = await readNamed(file.bytes, (name) => /^(?:EGG-INFO|[^/]+\.egg-info)\/PKG-INFO$/.test(name), bounds);
  if (found === undefined) return onlyMalformed(file, 'holds no metadata of a distribution');
  if (isProblem(found)) return { unknowns: [{ ...found, path }] };
  const result = catalogMetadata({ entry: file.entry, bytes: found.content });
  return { ...result, packages: (result.packages ?? []).map((one) => ({ ...one, member: found.name })) };
}

/** Catalogs installed Python distributions: wheels (`dist-info`), eggs and distutils records (`egg-info`). */
export const pythonInstalledCataloger: Cataloger = {
  id: 'python-installed',
  version: 1,
  scope: 'always',
  finds: ['pypi'],
  globs: ['**/*{dist-info,DIST-INFO}/METADATA', '**/*{egg-info,EGG-INFO}/PKG-INFO', '**/*.egg-info', '**/*.egg'],

  catalog(file) {
    return file.entry.path.endsWith('.egg') ? catalogZippedEgg(file) : catalogMetadata(file);
  },
};
