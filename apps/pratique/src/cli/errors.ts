import { defineErrors } from '@pratique/foundation';

/** Errors of the command line itself. */
export const cliErrors = defineErrors({
  'cli/usage': {
    kind: 'user',
    meaning: 'A command, option or argument cannot be understood.',
    nextStep: 'See `pratique help` and `pratique help COMMAND`.',
  },
  'cli/unreadable': {
    kind: 'operational',
    meaning: 'A file named on the command line cannot be read.',
    nextStep: 'Check the path and its permissions.',
  },
  'cli/output-failed': {
    kind: 'operational',
    meaning: 'A report could not be written to its file. Nothing half-written is left.',
    nextStep: 'Check the folder, its permissions and the space left.',
  },
});
