/** The thing that is recognised, and the names under which advisories speak of it. */
export interface Product {
  /** Package name; purl `pkg:generic/<name>@<version>`. */
  readonly name: string;
  /** Vendor and product of its CPE, `nodejs:node.js`. */
  readonly cpe?: string;
  /** Its name in the Bitnami vulnerability database, which covers programs by version. */
  readonly bitnami?: string;
}

/**
 * One way in which the bytes carry the version. The anchors are literals (Latin-1) that are searched first; the pattern
 * is then applied to a window around each hit, without anchors to the start of the file. Its group `version` is the
 * version.
 */
export interface VersionRule {
  readonly anchors: readonly string[];
  readonly pattern: RegExp;
  /** Bytes of the window before the hit and from it on. Default 0 and 160; at most 4096 together. */
  readonly window?: readonly [before: number, from: number];
  /**
   * The rule is for paths that match; what group 1 captures must begin the version (`python3.11` and 3.11.2), where it is
   * not empty.
   */
  readonly pathPrefix?: RegExp;
  /** All hits must say the same version, else none counts: for anchors that other texts share. */
  readonly unanimous?: true;
  /** Where these bytes mean another product than the classifier's own. */
  readonly product?: Product;
}

/** How one program is recognised. Rules are tried in order; the first that finds a version decides. */
export interface Classifier {
  /** Stable, kebab-case. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Globs over the path. The last segment must be more than `*`. */
  readonly files: readonly string[];
  /**
   * `program` (default): machine code, never a script or text. `text`: a small text, looked at as far as 64 KiB.
   * `archive`: anything, such as a PHP archive that starts as a script.
   */
  readonly kind?: 'program' | 'text' | 'archive';
  readonly product: Product;
  readonly rules: readonly VersionRule[];
  /** The path alone says what it is: a program there without a readable version is an unknown. */
  readonly certain?: true;
  /** The program itself is a shell around this library, which carries the version. */
  readonly library?: RegExp;
  /** Whether its rules are tested on bytes of a real build, or on bytes written after descriptions of one. */
  readonly evidence: 'real' | 'synthetic';
}
