import { defineErrors } from './error.ts';

/** Errors of what every package stands on. */
export const foundationErrors = defineErrors({
  'foundation/no-data-folder': {
    kind: 'user',
    meaning: 'No folder for the state is named, and the user has no home folder.',
    nextStep: 'Set PRATIQUE_DATA to a folder that Pratique may write to, or set HOME.',
  },
});
