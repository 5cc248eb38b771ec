import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { childOf, childrenOf, readXml } from '../../reading/xml.ts';

/** Catalogs the modules whose checksums Gradle verifies: all that a build downloads, plugins included. */
export const verificationMetadataCataloger: Cataloger = {
  id: 'gradle-verification-metadata',
  version: 1,
  scope: 'lockfiles',
  finds: ['maven'],
  globs: ['**/verification-metadata.xml'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const xml = readXml(file);
    if ('problem' in xml) return xml.problem;
    if (xml.value.name !== 'verification-metadata')
      return onlyMalformed(file, 'is no dependency verification of Gradle');
    const declared = new DeclaredPackages(file);
    for (const { attributes } of childrenOf(childOf(xml.value, 'components'), 'component')) {
      const { group = '', name = '', version = '' } = attributes;
      if (group === '' || name === '' || version === '')
        declared.unknown('malformed', 'a component lacks its group, name or version');
      else declared.add({ type: 'maven', name: `${group}:${name}`, version, purl: { namespace: group, name } });
    }
    return declared.result();
  },
};
