import { defineErrors } from '@pratique/foundation';

/** Errors of a scan itself; those of its parts keep their own codes. */
export const scanErrors = defineErrors({
  'scan/base-unusable': {
    kind: 'user',
    meaning: 'The image given with --base has no layers to compare with.',
    nextStep: 'Name an image, not a directory, with --base.',
  },
  'scan/sbom-unreadable': {
    kind: 'operational',
    meaning: 'The file given as `sbom:FILE` is missing, unreadable or too large.',
    nextStep: 'Check the path and its permissions.',
  },
});
