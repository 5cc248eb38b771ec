import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { readXml } from '../../reading/xml.ts';
import { parsePom } from './parse-pom.ts';

/** The POM of a packaged artefact stands beside it; the artefact itself is cataloged, not what it was built from. */
const packaged = /(^|\/)META-INF\/maven\//;

/** Catalogs the dependencies that a `pom.xml` declares, as far as the file alone tells. */
export const pomXmlCataloger: Cataloger = {
  id: 'maven-pom-xml',
  version: 1,
  scope: 'lockfiles',
  finds: ['maven'],
  globs: ['**/pom.xml'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    if (packaged.test(file.entry.path)) return {};
    const xml = readXml(file);
    if ('problem' in xml) return xml.problem;
    if (xml.value.name !== 'project') return onlyMalformed(file, 'is not a POM');
    const { dependencies, rejected } = parsePom(xml.value);
    const declared = new DeclaredPackages(file);
    for (const { group, artifact, version, development } of dependencies) {
      const purl = { namespace: group, name: artifact };
      declared.add({ type: 'maven', name: `${group}:${artifact}`, version, purl, development });
    }
    for (const artifact of rejected)
      declared.unknown('malformed', `dependency ${quoteToken(artifact)} lacks a group or artifact id`);
    return declared.result();
  },
};
