import type { Cataloger } from '@pratique/model';
import { installedPackages } from '../../reading/installed-packages.ts';
import { asText, readJsonObject } from '../../reading/json.ts';
import { npmName } from '../../reading/purl-names.ts';
import { npmSource } from '../npm-source.ts';
import { npmLicense } from './declared-license.ts';
import { installedName } from './installed-path.ts';

/** Catalogs the packages in `node_modules`, wherever it stands, by each package's own manifest. */
export const npmInstalledCataloger: Cataloger = {
  id: 'npm-installed',
  version: 1,
  scope: 'always',
  finds: ['npm'],
  globs: ['**/node_modules/**/package.json'],
  maxBytes: 8 * 1024 * 1024,

  catalog(file) {
    const folder = installedName(file.entry.path);
    if (folder === undefined) return {};
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const manifest = json.value;
    const name = asText(manifest['name'])?.trim() ?? folder;
    const version = asText(manifest['version'])?.trim() ?? '';
    const qualifiers = npmSource(asText(manifest['_resolved']));
    const purl = { ...npmName(name), qualifiers };
    return installedPackages(file, [{ type: 'npm', name, version, purl, license: npmLicense(manifest) }]);
  },
};
