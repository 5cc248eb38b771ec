import { defineErrors } from '@pratique/foundation';

/** Errors of the delta engine. */
export const fleetErrors = defineErrors({
  'fleet/no-digest': {
    kind: 'user',
    meaning: 'An SBOM is to be added to the fleet that does not name the digest of an image.',
    nextStep: 'Add the SBOM of an image that was read from a registry or an archive.',
  },
  'fleet/advisories-behind': {
    kind: 'operational',
    meaning: 'The advisory database at hand is older than what the fleet was already matched against.',
    nextStep: 'Let this process open the current advisory database, and try again.',
  },
});
