import { defineErrors } from '@pratique/foundation';

/** Errors of the CI gate. */
export const ciErrors = defineErrors({
  'gate-ci/path-unreadable': {
    kind: 'operational',
    meaning: 'A path given to `check` is missing or cannot be read.',
    nextStep: 'Check the path and its permissions.',
  },
  'gate-ci/nothing-to-check': {
    kind: 'user',
    meaning: 'The paths hold nothing that can be checked: an empty check must not pass.',
    nextStep: 'Name manifests, Dockerfiles or compose files, or a folder that holds some; `-` reads standard input.',
  },
  'gate-ci/no-verdict': {
    kind: 'operational',
    meaning: 'The attestations hold no verdict that the key signed.',
    nextStep: 'Write one with `pratique scan TARGET --profile NAME --attest KEY`.',
  },
  'gate-ci/report-invalid': {
    kind: 'operational',
    meaning: 'The file given with --compare-to is no report of this command.',
    nextStep: 'Write it with `--format json`, or name a target or folder.',
  },
});
