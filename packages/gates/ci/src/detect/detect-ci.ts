/** CI systems that take results in a form of their own. */
export type Ci =
  | { readonly kind: 'github'; /** File to which a summary of the job is appended. */ readonly summary?: string }
  | { readonly kind: 'gitlab' };

/** The CI system whose environment this is (GitHub Actions, "Default environment variables"; GitLab, "Predefined variables"). */
export function detectCi(env: Readonly<Record<string, string | undefined>>): Ci | undefined {
  if (env['GITHUB_ACTIONS'] === 'true') {
    const summary = env['GITHUB_STEP_SUMMARY'];
    return { kind: 'github', ...(summary && { summary }) };
  }
  return env['GITLAB_CI'] === 'true' ? { kind: 'gitlab' } : undefined;
}
