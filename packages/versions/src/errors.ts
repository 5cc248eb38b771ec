import { defineErrors } from '@pratique/foundation';

/** The errors of `@pratique/versions`. */
export const versionsErrors = defineErrors({
  'versions/unparsable': {
    kind: 'user',
    meaning: 'A version or a version range is not valid in its scheme.',
    nextStep: 'Check the version against the rules of its ecosystem, or treat the package as unknown.',
  },
  'versions/unknown-scheme': {
    kind: 'user',
    meaning: 'No version scheme has the given name.',
    nextStep: 'Use one of the schemes that `pratique versions check --help` lists.',
  },
});
