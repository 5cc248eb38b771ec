import { jsonChunks } from '@pratique/foundation';
import type { Sbom } from '@pratique/model';
import { readCycloneDx } from './cyclonedx/read.ts';
import { cycloneDxDocument } from './cyclonedx/write.ts';
import { sbomErrors } from './errors.ts';
import { asObject, type JsonObject, parseJson } from './json.ts';
import { readSpdx } from './spdx/read.ts';
import { spdxDocument } from './spdx/write.ts';
import type { WritingOptions } from './writing.ts';

interface Format {
  readonly document: (sbom: Sbom, options: WritingOptions) => object;
  readonly read: (document: JsonObject, name: string) => Sbom;
  /** Whether a JSON document is of this format. */
  readonly recognizes: (document: JsonObject) => boolean;
}

const formats = {
  cyclonedx: {
    document: cycloneDxDocument,
    read: readCycloneDx,
    recognizes: (document) => document['bomFormat'] === 'CycloneDX',
  },
  spdx: {
    document: spdxDocument,
    read: readSpdx,
    recognizes: (document) => /^SPDX-2\.\d$/.test(String(document['spdxVersion'])),
  },
} satisfies Record<string, Format>;

/** SBOM formats that are written and read. */
export type SbomFormat = keyof typeof formats;

/** Writes an SBOM document, in chunks as it is made. Equal SBOMs give equal documents. */
export function sbomChunks(format: SbomFormat, sbom: Sbom, options: WritingOptions): Iterable<string> {
  return jsonChunks(formats[format].document(sbom, options));
}

/** An SBOM document as one text. */
export function formatSbom(format: SbomFormat, sbom: Sbom, options: WritingOptions): string {
  return [...sbomChunks(format, sbom, options)].join('');
}

/**
 * Reads an SBOM document of any known format. Components without a package URL become one unknown.
 * @param name what the subject is called where the document does not say.
 * @throws PratiqueError `sbom/not-an-sbom`
 */
export function parseSbom(bytes: Buffer, name: string): Sbom {
  const document = asObject(parseJson(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  const format = Object.values(formats).find((candidate: Format) => candidate.recognizes(document));
  if (format) return format.read(document, name);
  const why = Object.keys(document).length > 0 ? 'it is JSON, but of no format that is known' : 'it is no JSON object';
  throw sbomErrors.create('sbom/not-an-sbom', { attempted: 'read the SBOM', on: name, why });
}
