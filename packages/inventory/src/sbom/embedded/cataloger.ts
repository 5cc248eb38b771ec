import type { Cataloger } from '@pratique/model';

/** An SBOM beyond this size inside an image is not read. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads SBOMs that stand inside an image: those that vendors ship with their programs (Bitnami), and those that packages
 * carry (PEP 770). What they list is merged with what other catalogers find, by purl.
 */
export const embeddedSbomCataloger: Cataloger = {
  id: 'embedded-sbom',
  version: 1,
  scope: 'always',
  finds: ['bitnami', 'generic'],
  globs: [
    '**/.spdx-*.spdx',
    '**/*.spdx.json',
    '**/*.cdx.json',
    '**/*.{spdx,cdx}',
    '**/{bom,sbom}.json',
    '**/*.{bom,sbom}.json',
    '**/*.dist-info/sboms/*.json',
  ],
  maxBytes: MAX_BYTES,
  // Few images have one, and reading it takes all formats of SBOMs.
  catalog: async (file) => (await import('./read-sbom.ts')).readEmbeddedSbom(file),
};
