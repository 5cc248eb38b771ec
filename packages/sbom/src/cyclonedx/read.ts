import type { Distribution, Package, Sbom } from '@pratique/model';
import { distributionFromPackages, distributionOf } from '../distribution-facts.ts';
import { asArray, asObject, asText, type JsonObject, parseJson } from '../json.ts';
import { PACKAGE_KEY, readExtraFacts, SBOM_KEY } from '../package-facts.ts';
import { packageFromPurl } from '../package-from-purl.ts';
import { readSbomFacts } from '../sbom-facts.ts';

/** Components may hold components; deeper than this they are an attack. */
const MAX_DEPTH = 32;

function propertiesOf(item: JsonObject): ReadonlyMap<string, string> {
  const pairs = asArray(item['properties']).flatMap((property) => {
    const { name, value } = asObject(property);
    return typeof name === 'string' && typeof value === 'string' ? [[name, value] as const] : [];
  });
  return new Map(pairs);
}

function licenseOf(component: JsonObject): string | undefined {
  const names = asArray(component['licenses']).flatMap((item) => {
    const { expression, license } = asObject(item);
    const { id, name } = asObject(license);
    return (
      asText(expression) ??
      asText(id) ??
      (asText(name) ? `LicenseRef-${asText(name)?.replace(/[^A-Za-z0-9.-]+/g, '-')}` : [])
    );
  });
  return names.length > 0 ? names.join(' AND ') : undefined;
}

/** Source package as Trivy writes it into properties. */
function trivySource(properties: ReadonlyMap<string, string>): Package['source'] | undefined {
  const get = (key: string): string | undefined => properties.get(`aquasecurity:trivy:${key}`);
  const name = get('SrcName');
  const version = get('SrcVersion');
  if (!name || !version) return undefined;
  const [epoch, release] = [get('SrcEpoch'), get('SrcRelease')];
  return { name, version: `${epoch && epoch !== '0' ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}` };
}

function readComponent(component: JsonObject, dependsOn: ReadonlyMap<string, readonly string[]>): Package | undefined {
  const pkg = packageFromPurl(asText(component['purl']) ?? '');
  if (!pkg) return undefined;
  const properties = propertiesOf(component);
  const own = properties.get(PACKAGE_KEY);
  const license = licenseOf(component);
  const source = trivySource(properties);
  const targets = dependsOn.get(asText(component['bom-ref']) ?? pkg.purl);
  return {
    ...pkg,
    ...(source && { source }),
    ...(own !== undefined && readExtraFacts(parseJson(own))),
    ...(license && { license }),
    ...(targets && targets.length > 0 && { dependsOn: targets }),
  };
}

interface Collected {
  readonly components: JsonObject[];
  tooDeep: boolean;
}

function collectComponents(list: unknown, depth: number, collected: Collected): void {
  if (depth > MAX_DEPTH) {
    collected.tooDeep = true;
    return;
  }
  for (const item of asArray(list)) {
    const component = asObject(item);
    collected.components.push(component);
    collectComponents(component['components'], depth + 1, collected);
  }
}

function readDependencies(list: unknown): ReadonlyMap<string, readonly string[]> {
  return new Map(
    asArray(list).flatMap((item) => {
      const { ref, dependsOn } = asObject(item);
      const targets = asArray(dependsOn).filter((target) => typeof target === 'string');
      return typeof ref === 'string' ? [[ref, targets] as const] : [];
    }),
  );
}

function readDistribution(components: readonly JsonObject[], packages: readonly Package[]): Distribution | undefined {
  const system = components.find((component) => component['type'] === 'operating-system');
  const name = asText(system?.['name']);
  return name && system ? distributionOf(name, asText(system['version']), 'sbom') : distributionFromPackages(packages);
}

/** Reads a CycloneDX document of any version that has components and purls. */
export function readCycloneDx(document: JsonObject, name: string): Sbom {
  const collected: Collected = { components: [], tooDeep: false };
  collectComponents(document['components'], 0, collected);
  const metadata = asObject(document['metadata']);
  const dependsOn = readDependencies(document['dependencies']);
  const libraries = collected.components.filter((component) => component['type'] !== 'operating-system');
  const found = libraries.map((component) => readComponent(component, dependsOn));
  const packages = [...new Map(found.flatMap((pkg) => (pkg ? [[pkg.purl, pkg] as const] : []))).values()];
  const nameless = libraries.filter((component, i) => !found[i] && component['type'] !== 'file').length;
  const own = readSbomFacts(parseJson(propertiesOf(metadata).get(SBOM_KEY) ?? ''));
  const unknowns = [
    nameless > 0 && `${nameless} components have no package URL`,
    collected.tooDeep && `components are nested deeper than ${MAX_DEPTH}`,
  ].filter((reason) => reason !== false);
  return {
    subject: { kind: 'directory', name },
    layers: [],
    catalogers: {},
    distribution: readDistribution(collected.components, packages),
    ...own,
    unknowns: [
      ...(own?.unknowns ?? []),
      ...unknowns.map((reason) => ({ code: 'unidentified' as const, reason, path: name })),
    ],
    packages,
    createdAt: asText(metadata['timestamp']) ?? '1970-01-01T00:00:00Z',
  };
}
