import { defineErrors } from '@pratique/foundation';

/** Errors of policies, profiles, exceptions and cases. */
export const policyErrors = defineErrors({
  'policy/invalid': {
    kind: 'user',
    meaning:
      'A file of policies, profiles, exceptions or cases has problems: YAML, unknown or missing keys, CEL that names what does not exist, wrong types.',
    nextStep:
      'Correct every place that the message names; the JSON Schemas in docs/reference complete and check in editors.',
  },
  'policy/unknown-profile': {
    kind: 'user',
    meaning: 'A profile was asked for that is not there, or a version that it does not have.',
    nextStep: 'Use one of the profiles that the message lists.',
  },
  'policy/profile-invalid': {
    kind: 'user',
    meaning:
      'A profile cannot be bound: it names a policy, parameter or profile that is not there, names one twice, gives a value of another type, or extends itself.',
    nextStep: 'Correct the profile where the message says.',
  },
  'policy/import-unreadable': {
    kind: 'user',
    meaning: "Another tool's ignore file cannot be read.",
    nextStep: 'Check that the file is a .trivyignore, a .trivyignore.yaml or a .grype.yaml.',
  },
});
