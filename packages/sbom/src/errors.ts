import { defineErrors } from '@pratique/foundation';

/** Errors of reading SBOM documents. */
export const sbomErrors = defineErrors({
  'sbom/not-an-sbom': {
    kind: 'operational',
    meaning: 'The document is none of the SBOM formats that Pratique reads.',
    nextStep: 'Give CycloneDX 1.2 to 1.6 or SPDX 2.2 or 2.3, as JSON.',
  },
});
