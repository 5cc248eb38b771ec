import type { SchemeId } from './version-scheme.ts';

/** Qualitative severity. `unknown`: nobody said. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'negligible' | 'unknown';

/** A CVSS vector as published; scores are computed from it, never trusted beside it. */
export interface CvssVector {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly vector: string;
  /** Who assigned it, such as `nvd` or `github`; absent: the advisory's publisher. */
  readonly source?: string;
}

/**
 * Half-open interval of versions, `[introduced, fixed)` or `[introduced, before)`, or closed with `lastAffected`. None of
 * them: no end.
 */
export interface VersionRange {
  /** `0` or absent: from the beginning. */
  readonly introduced?: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
  /** An end that is no fix: what the publisher says reaches up to there, and nobody said that this version has a fix. */
  readonly before?: string;
}

/** What the publisher says of the fix. `affected`: known, no fix yet. */
export type AdvisoryState =
  | 'fixed'
  | 'affected'
  | 'will-not-fix'
  | 'end-of-life'
  | 'under-investigation'
  | 'not-affected';

/**
 * One advisory's word on one package: what the database stores and lookup returns, ready to compare.
 * `ecosystem` is `Name` or `Name:release` in OSV's spelling (`npm`, `Debian:12`, `Alpine:v3.18`, `AlmaLinux:9`).
 */
export interface AdvisoryEntry {
  readonly advisory: string;
  /** Id of the feed it came from. */
  readonly feed: string;
  readonly ecosystem: string;
  /** Normalized as the ecosystem compares names (PyPI: PEP 503; source package for distributions). */
  readonly name: string;
  readonly scheme: SchemeId;
  readonly state: AdvisoryState;
  /** Affected when any range or any of `versions` contains the version. Both empty: every version. */
  readonly ranges: readonly VersionRange[];
  /** Versions enumerated as affected, exactly. */
  readonly versions?: readonly string[];
  /** A range in the ecosystem's own notation, for feeds that publish nothing better. */
  readonly nativeRange?: string;
  /** rpm module `name:stream` that the entry is limited to. */
  readonly module?: string;
  /** Architectures that the entry is limited to. */
  readonly architectures?: readonly string[];
  /** Operating systems that the entry is limited to, as Go's `GOOS` names them. */
  readonly operatingSystems?: readonly string[];
  /** Which of the advisory's vulnerabilities it speaks of. Absent: all of them. */
  readonly vulnerabilities?: readonly string[];
  /** Go: import paths limited to, kept for the report. */
  readonly symbols?: readonly string[];
  /** Support channel that carries the fix: applied only where subscribed (`esm-infra`, `elts`, …). */
  readonly channel?: string;
  /** The distribution's own rating of this flaw in this package. */
  readonly severity?: Severity;
  /** RFC 3339: when a fixed version became available. */
  readonly fixAvailableSince?: string;
}

/** The published record, apart from what it says of each package. */
export interface Advisory {
  readonly id: string;
  readonly feed: string;
  /** Other ids of the same flaw. For an advisory over several CVEs (RHSA, ALSA): empty, see `vulnerabilities`. */
  readonly aliases: readonly string[];
  /** CVEs that an erratum fixes: one finding each. Empty: the advisory is itself the vulnerability. */
  readonly vulnerabilities: readonly string[];
  /** Kind of record. Malware has no version to update to. */
  readonly kind: 'vulnerability' | 'malware' | 'unmaintained';
  readonly title: string;
  /** At most 4 KiB of plain text or Markdown. */
  readonly details?: string;
  readonly severity?: Severity;
  readonly cvss: readonly CvssVector[];
  readonly cwes?: readonly string[];
  /** At most 16 web addresses. */
  readonly references: readonly string[];
  /** RFC 3339. */
  readonly published?: string;
  /** RFC 3339; absent where the publisher gives nonsense (`0001-01-01`). */
  readonly modified?: string;
  /** RFC 3339: the publisher took it back. Kept so that a delta can retract; never matched. */
  readonly withdrawn?: string;
}

/** CISA's catalogue of known exploited vulnerabilities: one entry. */
export interface KnownExploited {
  readonly vulnerability: string;
  /** YYYY-MM-DD. */
  readonly dateAdded: string;
  readonly dueDate?: string;
  readonly ransomware: boolean;
  readonly name?: string;
}

/** FIRST's Exploit Prediction Scoring System: probability of exploitation within 30 days, 0 to 1. */
export interface Epss {
  readonly vulnerability: string;
  readonly score: number;
  readonly percentile: number;
}

/** One release cycle of a product (endoflife.date). */
export interface Lifecycle {
  readonly product: string;
  /** Cycle as the product numbers it: `12`, `3.18`, `22.04`, `18`. */
  readonly cycle: string;
  readonly codename?: string;
  /** YYYY-MM-DD. */
  readonly released?: string;
  /** End of security support. `true`: ended, date unknown; `false`: no end announced. */
  readonly endOfLife: string | boolean;
  /** End of paid or long-term support. */
  readonly extendedSupport?: string | boolean;
  readonly latest?: string;
}
