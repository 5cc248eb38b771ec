import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { childrenOf, readXml } from '../../reading/xml.ts';

/** Catalogs the packages of NuGet's older `packages.config`. */
export const packagesConfigCataloger: Cataloger = {
  id: 'dotnet-packages-config',
  version: 1,
  scope: 'lockfiles',
  finds: ['nuget'],
  globs: ['**/packages.config', '**/packages.*.config'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const xml = readXml(file);
    if ('problem' in xml) return xml.problem;
    if (xml.value.name !== 'packages') return onlyMalformed(file, 'is no package list of NuGet');
    const declared = new DeclaredPackages(file);
    for (const { attributes } of childrenOf(xml.value, 'package')) {
      const { id = '', version = '', developmentDependency } = attributes;
      declared.add({ type: 'nuget', name: id, version, development: developmentDependency === 'true' });
    }
    return declared.result();
  },
};
