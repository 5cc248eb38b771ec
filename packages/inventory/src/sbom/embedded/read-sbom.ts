import type { CatalogFile, CatalogResult, FoundPackage, Package, PurlParts } from '@pratique/model';
import { parsePurl } from '@pratique/model';
import { PratiqueError } from '@pratique/foundation';
import { parseSbom } from '@pratique/sbom';

/** Without what tells one file of a release from another (wheels of several platforms): it is the release that counts. */
function releaseOf(purl: PurlParts): PurlParts {
  const { file_name: _file, checksum: _checksum, ...qualifiers } = purl.qualifiers ?? {};
  return { ...purl, qualifiers };
}

function foundPackage(pkg: Package): FoundPackage | undefined {
  const parsed = parsePurl(pkg.purl);
  if (!parsed) return undefined;
  const purl = releaseOf(parsed);
  const { name, type, version, architecture, source, license, vendor, dependsOn } = pkg;
  return { name, type, version, architecture, source, license, vendor, dependsOn, purl, evidence: 'sbom' };
}

/** SPDX's tag-value form (SPDX 2.3, annex B): known, but not read. */
function isTagValue(file: CatalogFile): boolean {
  return /^SPDXVersion:/m.test(file.bytes.toString('utf8', 0, 4096));
}

function unreadable(file: CatalogFile, error: PratiqueError): CatalogResult {
  const { path } = file.entry;
  if (isTagValue(file)) {
    return { unknowns: [{ code: 'unsupported', reason: 'is an SPDX document in tag-value form', path }] };
  }
  return { unknowns: [{ code: 'malformed', reason: error.facts.why, path }] };
}

/** Reads an SBOM that stands inside an image, as far as it is one. */
export function readEmbeddedSbom(file: CatalogFile): CatalogResult {
  try {
    const { packages, unknowns } = parseSbom(file.bytes, file.entry.path);
    const found = packages.map(foundPackage).filter((pkg) => pkg !== undefined);
    return { packages: found, unknowns: unknowns.map((unknown) => ({ ...unknown, path: file.entry.path })) };
  } catch (error) {
    if (error instanceof PratiqueError) return unreadable(file, error);
    throw error;
  }
}
