import type { Cataloger } from '@pratique/model';
import { installedPackages } from '../../reading/installed-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { decodeText } from '../../reading/text.ts';
import { parseMetadata } from './parse-metadata.ts';

/** `name-1.0.dist-info`, `name-1.0-py3.9.egg-info`, `name-1.0-py3.9.egg`: the version in a metadata folder's name. */
const folderVersion = /^[^-]+-([^-]+?)(?:-py\d[\d.]*[^/]*)?\.(?:dist-info|egg-info|egg)$/i;

function versionOfPath(path: string): string | undefined {
  return path
    .split('/')
    .map((segment) => folderVersion.exec(segment)?.[1])
    .findLast((version) => version !== undefined && /^\d/.test(version));
}

/** Catalogs installed Python distributions: wheels (`dist-info`), eggs and distutils records (`egg-info`). */
export const pythonInstalledCataloger: Cataloger = {
  id: 'python-installed',
  version: 1,
  scope: 'always',
  finds: ['pypi'],
  globs: ['**/*{dist-info,DIST-INFO}/METADATA', '**/*{egg-info,EGG-INFO}/PKG-INFO', '**/*.egg-info'],
  maxBytes: 16 * 1024 * 1024,

  catalog(file) {
    const { name, version, license } = parseMetadata(decodeText(file.bytes));
    if (name === undefined) return onlyMalformed(file, 'has no field Name');
    const known = version ?? versionOfPath(file.entry.path) ?? '';
    return installedPackages(file, [{ type: 'pypi', name, version: known, license }]);
  },
};
