import { createHash } from 'node:crypto';
import type { DatabaseSummary, Finding, NotAssessed, Sbom, Unknown } from '@pratique/model';

/** What matching added to an SBOM, for formats that carry it. */
export interface Assessment {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly notAssessed: readonly NotAssessed[];
  readonly unknowns: readonly Unknown[];
  readonly database: DatabaseSummary;
}

/** What a document says of its making. */
export interface WritingOptions {
  /** Version of Pratique. */
  readonly version: string;
  readonly assessment?: Assessment;
}

/** A UUID that equal content always gets (RFC 9562, version 8: custom), so that equal SBOMs are equal documents. */
export function contentUuid(sbom: Sbom): string {
  const { subject, packages, createdAt } = sbom;
  const content = [subject.name, subject.image?.manifestDigest, createdAt, packages.map(({ purl }) => purl)];
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The purl that stands for a distribution release, and that its end-of-life finding names. */
export function distributionPurl(id: string, versionId: string | undefined): string {
  return versionId ? `pkg:generic/${id}@${versionId}` : `pkg:generic/${id}`;
}
