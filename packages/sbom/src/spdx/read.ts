import type { Package, Sbom } from '@pratique/model';
import { distributionFromPackages } from '../distribution-facts.ts';
import { asArray, asObject, asText, type JsonObject, parseJson } from '../json.ts';
import { PACKAGE_KEY, readExtraFacts, SBOM_KEY } from '../package-facts.ts';
import { packageFromPurl } from '../package-from-purl.ts';
import { readSbomFacts } from '../sbom-facts.ts';

/** The JSON behind one of our annotations. */
function annotation(item: JsonObject, key: string): unknown {
  const comments = asArray(item['annotations']).map((entry) => asText(asObject(entry)['comment']) ?? '');
  const own = comments.find((comment) => comment.startsWith(`${key} {`));
  return own && parseJson(own.slice(key.length + 1));
}

function purlOf(item: JsonObject): string | undefined {
  const reference = asArray(item['externalRefs'])
    .map(asObject)
    .find((candidate) => candidate['referenceType'] === 'purl');
  return asText(reference?.['referenceLocator']);
}

/** `built package from: glibc 2.36-9`: how several tools write the source package. */
function sourceOf(item: JsonObject): Package['source'] | undefined {
  const match = /^built package from: (?<name>\S+) (?<version>\S+)$/.exec(asText(item['sourceInfo']) ?? '')?.groups;
  return match && { name: match['name'] ?? '', version: match['version'] ?? '' };
}

function declaredLicense(item: JsonObject): string | undefined {
  const license = asText(item['licenseDeclared']);
  return license === 'NOASSERTION' || license === 'NONE' ? undefined : license;
}

function readPackage(item: JsonObject): Package | undefined {
  const pkg = packageFromPurl(purlOf(item) ?? '');
  if (!pkg) return undefined;
  const own = annotation(item, PACKAGE_KEY);
  const source = sourceOf(item);
  const license = declaredLicense(item);
  return {
    ...pkg,
    ...(source && { source }),
    ...(own !== undefined && readExtraFacts(own)),
    ...(license && { license }),
  };
}

/** Purl → purls, from DEPENDS_ON and DEPENDENCY_OF relationships. */
function readDependencies(document: JsonObject, purls: ReadonlyMap<string, string>): ReadonlyMap<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const item of asArray(document['relationships'])) {
    const { spdxElementId, relatedSpdxElement, relationshipType } = asObject(item);
    const reversed = relationshipType === 'DEPENDENCY_OF';
    if (relationshipType !== 'DEPENDS_ON' && !reversed) continue;
    const [from, to] = [spdxElementId, relatedSpdxElement].map((id) => purls.get(String(id)));
    const [dependent, dependency] = reversed ? [to, from] : [from, to];
    if (dependent && dependency) edges.set(dependent, [...(edges.get(dependent) ?? []), dependency]);
  }
  return edges;
}

/** Ids of what the document describes: the scanned thing itself, which is no package of it. */
function describedIds(document: JsonObject): ReadonlySet<unknown> {
  const related = asArray(document['relationships'])
    .map(asObject)
    .filter(({ relationshipType }) => relationshipType === 'DESCRIBES')
    .map(({ relatedSpdxElement }) => relatedSpdxElement);
  return new Set([...related, ...asArray(document['documentDescribes'])]);
}

/** Reads an SPDX 2.2 or 2.3 document as JSON. */
export function readSpdx(document: JsonObject, name: string): Sbom {
  const described = describedIds(document);
  const items = asArray(document['packages']).map(asObject);
  // What was scanned may have a package URL as well, but is no package; a program that the document is about is one.
  const isImage = (item: JsonObject): boolean =>
    described.has(item['SPDXID']) && /^pkg:(?:oci|docker)\//.test(purlOf(item) ?? '');
  const found = items.filter((item) => !isImage(item)).map((item) => [item, readPackage(item)] as const);
  const purls = new Map(found.flatMap(([item, pkg]) => (pkg ? [[String(item['SPDXID']), pkg.purl] as const] : [])));
  const edges = readDependencies(document, purls);
  const packages = new Map<string, Package>();
  for (const [, pkg] of found) {
    if (!pkg) continue;
    const dependsOn = edges.get(pkg.purl);
    packages.set(pkg.purl, dependsOn ? { ...pkg, dependsOn } : pkg);
  }
  const nameless = found.filter(([item, pkg]) => !pkg && !described.has(item['SPDXID'])).length;
  const list = [...packages.values()];
  const own = readSbomFacts(annotation(document, SBOM_KEY));
  const reason = `${nameless} packages have no package URL`;
  return {
    subject: { kind: 'directory', name },
    layers: [],
    catalogers: {},
    distribution: distributionFromPackages(list),
    ...own,
    unknowns: [
      ...(own?.unknowns ?? []),
      ...(nameless > 0 ? [{ code: 'unidentified' as const, reason, path: name }] : []),
    ],
    packages: list,
    createdAt: asText(asObject(document['creationInfo'])['created']) ?? '1970-01-01T00:00:00Z',
  };
}
