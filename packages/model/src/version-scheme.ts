/** The rules by which an ecosystem orders its versions. */
export type SchemeId =
  | 'deb' | 'rpm' | 'apk' | 'alpm' | 'semver' | 'pep440' | 'maven' | 'gem' | 'nuget' | 'composer' | 'go' | 'hex' | 'pub'
  | 'cran' | 'hackage' | 'generic'; // prettier-ignore

/** A version scheme, exact to its ecosystem's own tool. Every implementation passes the contract suite in testkit. */
export interface VersionScheme {
  readonly id: SchemeId;
  /** Whether the ecosystem's own tool accepts the text as a version. */
  isValid(version: string): boolean;
  /**
   * Negative, zero or positive as `a` sorts before, with or after `b`.
   * @throws PratiqueError `versions/unparsable` naming the one that is not valid.
   */
  compare(a: string, b: string): number;
  /**
   * Whether a version lies in a range in the ecosystem's own notation (npm `^1.2 || 3.x`, PEP 440 specifiers, Maven
   * `[1,2)`, `~> 1.2`, …).
   * @throws PratiqueError `versions/unparsable`
   */
  satisfies(version: string, range: string): boolean;
}
