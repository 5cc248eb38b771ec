/** Exit codes are part of the API: pipelines branch on them. */
export const exitCodes = {
  done: 0,
  denied: 1,
  usage: 2,
  unknown: 3,
  failure: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each code means, for the generated reference. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'Done; where a policy or `--fail-on` was given, nothing denies.',
  1: 'Denied by policy or `--fail-on`. In commands without a policy: the answer is no.',
  2: 'Usage: an option, argument or target that cannot be understood.',
  3: 'Nothing denies, but something that could not be told might change the answer.',
  4: 'Operational failure: an unreadable target, a failed boot, an error nobody expected.',
};
