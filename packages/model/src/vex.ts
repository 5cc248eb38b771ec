/** VEX status (OpenVEX 0.2.0, CSAF 2.0 profile 5, CycloneDX analysis), one vocabulary. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** One statement: this vulnerability, in these products, has this status. */
export interface VexStatement {
  /** Vulnerability id with its aliases. */
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly status: VexStatus;
  /** OpenVEX justification such as `vulnerable_code_not_in_execute_path`. */
  readonly justification?: string;
  readonly impact?: string;
  readonly action?: string;
  /** Purls (without version: every version; qualifiers given must match), image digests or references. */
  readonly products: readonly string[];
  /** Purls of components within the products that the statement is limited to. Empty: the products themselves. */
  readonly subcomponents: readonly string[];
  /** Who says so: author of the document. */
  readonly author: string;
  /** Document id or path. */
  readonly document: string;
  /** RFC 3339; the newest statement wins. */
  readonly timestamp?: string;
}
