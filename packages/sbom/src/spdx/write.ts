import { createHash } from 'node:crypto';
import type { Package, Sbom } from '@pratique/model';
import { PACKAGE_KEY, SBOM_KEY, writeExtraFacts } from '../package-facts.ts';
import { writeSbomFacts } from '../sbom-facts.ts';
import { type Assessment, contentUuid, type WritingOptions } from '../writing.ts';

const DOCUMENT = 'SPDXRef-DOCUMENT';
const SUBJECT = 'SPDXRef-Subject';

/** SPDX identifiers allow letters, digits, dots and dashes only; the hash keeps them unique. */
function packageId(purl: string): string {
  return `SPDXRef-Package-${createHash('sha256').update(purl).digest('hex').slice(0, 24)}`;
}

/** Who and when, as annotations and creation info want it: seconds, no fraction. */
function instant(createdAt: string): string {
  return `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
}

function annotate(sbom: Sbom, version: string, comment: string): object {
  return {
    annotationDate: instant(sbom.createdAt),
    annotationType: 'OTHER',
    annotator: `Tool: pratique-${version}`,
    comment,
  };
}

function advisoryReferences(assessment: Assessment | undefined): ReadonlyMap<string, object[]> {
  const references = new Map<string, object[]>();
  for (const finding of assessment?.findings ?? []) {
    const url = finding.sources.find((source) => source.url)?.url ?? finding.references[0];
    const fix = finding.fixedIn ? `fixed in ${finding.fixedIn}` : finding.state;
    const reference = {
      referenceCategory: 'SECURITY',
      referenceType: 'advisory',
      referenceLocator: url && !/\s/.test(url) ? url : `urn:advisory:${encodeURIComponent(finding.id)}`,
      comment: `${finding.id}, ${finding.severity}, ${fix}`,
    };
    references.set(finding.package, [...(references.get(finding.package) ?? []), reference]);
  }
  return references;
}

function writePackage(pkg: Package, sbom: Sbom, options: WritingOptions, advisories: readonly object[]): object {
  const reason = options.assessment?.notAssessed.find((item) => item.package === pkg.purl)?.reason;
  return {
    SPDXID: packageId(pkg.purl),
    name: pkg.name,
    ...(pkg.version && { versionInfo: pkg.version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: pkg.license ?? 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(pkg.vendor && { supplier: `Organization: ${pkg.vendor}` }),
    ...(pkg.source && { sourceInfo: `built package from: ${pkg.source.name} ${pkg.source.version}` }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: pkg.purl },
      ...advisories,
    ],
    annotations: [
      annotate(sbom, options.version, `${PACKAGE_KEY} ${writeExtraFacts(pkg)}`),
      ...(reason === undefined ? [] : [annotate(sbom, options.version, `pratique:notAssessed ${reason}`)]),
    ],
  };
}

function subjectPackage({ subject: { kind, name, image } }: Sbom): object {
  return {
    SPDXID: SUBJECT,
    name,
    ...(image && { versionInfo: image.manifestDigest }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    primaryPackagePurpose: kind === 'image' ? 'CONTAINER' : 'APPLICATION',
  };
}

function relationships(packages: readonly Package[]): object[] {
  const known = new Set(packages.map(({ purl }) => purl));
  const relate = (from: string, relationshipType: string, to: string): object => ({
    spdxElementId: from,
    relationshipType,
    relatedSpdxElement: to,
  });
  return [
    relate(DOCUMENT, 'DESCRIBES', SUBJECT),
    ...packages.map(({ purl }) => relate(SUBJECT, 'CONTAINS', packageId(purl))),
    ...packages.flatMap(({ purl, dependsOn }) =>
      (dependsOn ?? [])
        .filter((target) => known.has(target))
        .map((target) => relate(packageId(purl), 'DEPENDS_ON', packageId(target))),
    ),
  ];
}

/** Licences that SPDX does not list must be explained in the document (SPDX 2.3, clause 10). */
function extractedLicenses(packages: readonly Package[]): object[] {
  const ids = new Set(packages.flatMap(({ license }) => license?.match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? []));
  return [...ids].sort().map((licenseId) => ({
    licenseId,
    name: licenseId.slice('LicenseRef-'.length),
    extractedText: `The package declares "${licenseId.slice('LicenseRef-'.length)}"; its text is not part of the inventory.`,
  }));
}

function documentComment(sbom: Sbom, assessment: Assessment | undefined): string {
  const unknowns = sbom.unknowns.length + (assessment?.unknowns.length ?? 0);
  const parts = [`unknowns: ${unknowns}`];
  if (assessment) {
    const { findings, suppressed, notAssessed, database } = assessment;
    parts.push(
      `findings: ${findings.length}`,
      `suppressed: ${suppressed.length}`,
      `not assessed: ${notAssessed.length}`,
    );
    parts.push(`advisories as of ${database.asOf ?? 'never'}${database.stale ? ' (stale)' : ''}`);
  }
  return parts.join('; ');
}

/** An SPDX 2.3 document as JSON (ISO/IEC 5962). For `jsonChunks`. */
export function spdxDocument(sbom: Sbom, options: WritingOptions): object {
  const advisories = advisoryReferences(options.assessment);
  const licenses = extractedLicenses(sbom.packages);
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: sbom.subject.name,
    documentNamespace: `https://pratique.dev/spdx/${contentUuid(sbom)}`,
    comment: documentComment(sbom, options.assessment),
    creationInfo: { created: instant(sbom.createdAt), creators: [`Tool: pratique-${options.version}`] },
    packages: [
      subjectPackage(sbom),
      ...sbom.packages.map((pkg) => writePackage(pkg, sbom, options, advisories.get(pkg.purl) ?? [])),
    ],
    relationships: relationships(sbom.packages),
    ...(licenses.length > 0 && { hasExtractedLicensingInfos: licenses }),
    annotations: [annotate(sbom, options.version, `${SBOM_KEY} ${writeSbomFacts(sbom)}`)],
  };
}
