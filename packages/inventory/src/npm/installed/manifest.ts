import type { CatalogFile, CatalogResult } from '@pratique/model';
import { installedPackages } from '../../reading/installed-packages.ts';
import { asText, readJsonObject } from '../../reading/json.ts';
import { npmName } from '../../reading/purl-names.ts';
import { npmSource } from '../npm-source.ts';
import { npmLicense } from './declared-license.ts';

/** The package that an installed `package.json` describes. `folder` is the name of the folder that it stands in. */
export function catalogManifest(file: CatalogFile, folder: string): CatalogResult {
  const json = readJsonObject(file);
  if ('problem' in json) return json.problem;
  const manifest = json.value;
  const name = asText(manifest['name'])?.trim() ?? folder;
  const version = asText(manifest['version'])?.trim() ?? '';
  const qualifiers = npmSource(asText(manifest['_resolved']));
  const purl = { ...npmName(name), qualifiers };
  return installedPackages(file, [{ type: 'npm', name, version, purl, license: npmLicense(manifest) }]);
}
