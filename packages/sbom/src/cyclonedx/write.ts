import type { Package, Sbom } from '@pratique/model';
import { PACKAGE_KEY, SBOM_KEY, writeExtraFacts } from '../package-facts.ts';
import { writeSbomFacts } from '../sbom-facts.ts';
import { type Assessment, contentUuid, distributionPurl, type WritingOptions } from '../writing.ts';
import { writeVulnerabilities } from './vulnerabilities.ts';

interface Property {
  readonly name: string;
  readonly value: string;
}

/** Types whose components are programs rather than libraries. */
function componentType(pkg: Package): 'application' | 'library' {
  return pkg.evidence === 'binary' && pkg.type === 'generic' ? 'application' : 'library';
}

function component(pkg: Package, notAssessed: ReadonlyMap<string, string>): object {
  const reason = notAssessed.get(pkg.purl);
  const properties: Property[] = [{ name: PACKAGE_KEY, value: writeExtraFacts(pkg) }];
  if (reason !== undefined) properties.push({ name: 'pratique:notAssessed', value: reason });
  return {
    type: componentType(pkg),
    'bom-ref': pkg.purl,
    ...(pkg.vendor && { publisher: pkg.vendor }),
    name: pkg.name,
    version: pkg.version,
    ...(pkg.license && { licenses: [{ expression: pkg.license }] }),
    purl: pkg.purl,
    ...(pkg.locations.length > 0 && {
      evidence: { occurrences: pkg.locations.map(({ path }) => ({ location: path })) },
    }),
    properties,
  };
}

function operatingSystem({ distribution }: Sbom): object[] {
  if (!distribution) return [];
  return [
    {
      type: 'operating-system',
      'bom-ref': distributionPurl(distribution.id, distribution.versionId),
      name: distribution.id,
      version: distribution.versionId ?? distribution.codename ?? '',
      ...(distribution.prettyName && { description: distribution.prettyName }),
    },
  ];
}

function* components(sbom: Sbom, notAssessed: ReadonlyMap<string, string>): Generator<object> {
  yield* operatingSystem(sbom);
  for (const pkg of sbom.packages) yield component(pkg, notAssessed);
}

/** References to the scanned thing itself. */
const SUBJECT_REF = 'pratique:subject';

function subject({ subject: { kind, name, image } }: Sbom): object {
  const digest = image?.manifestDigest;
  return {
    type: kind === 'image' ? 'container' : 'application',
    'bom-ref': SUBJECT_REF,
    name,
    ...(digest && { version: digest }),
  };
}

function dependencies(packages: readonly Package[]): object[] {
  const known = new Set(packages.map(({ purl }) => purl));
  const edges = packages.map(({ purl, dependsOn }) => ({
    ref: purl,
    dependsOn: [...new Set((dependsOn ?? []).filter((target) => known.has(target)))],
  }));
  return [{ ref: SUBJECT_REF, dependsOn: [...known] }, ...edges.filter((edge) => edge.dependsOn.length > 0)];
}

function counts(sbom: Sbom, assessment: Assessment | undefined): Property[] {
  const unknowns = sbom.unknowns.length + (assessment?.unknowns.length ?? 0);
  const properties: Property[] = [{ name: 'pratique:unknowns', value: String(unknowns) }];
  if (!assessment) return properties;
  const { notAssessed, suppressed, database } = assessment;
  properties.push(
    { name: 'pratique:notAssessedCount', value: String(notAssessed.length) },
    { name: 'pratique:suppressedCount', value: String(suppressed.length) },
    { name: 'pratique:advisoriesAsOf', value: database.asOf ?? 'never' },
    { name: 'pratique:advisoriesStale', value: String(database.stale) },
  );
  return properties;
}

/** A CycloneDX 1.6 document (ECMA-424), with vulnerabilities where the SBOM was assessed. For `jsonChunks`. */
export function cycloneDxDocument(sbom: Sbom, { version, assessment }: WritingOptions): object {
  const notAssessed = new Map(assessment?.notAssessed.map((item) => [item.package, item.reason]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${contentUuid(sbom)}`,
    version: 1,
    metadata: {
      timestamp: sbom.createdAt,
      tools: { components: [{ type: 'application', name: 'pratique', version }] },
      component: subject(sbom),
      properties: [{ name: SBOM_KEY, value: writeSbomFacts(sbom) }, ...counts(sbom, assessment)],
    },
    components: components(sbom, notAssessed),
    dependencies: dependencies(sbom.packages),
    ...(assessment && { vulnerabilities: writeVulnerabilities(assessment) }),
  };
}
