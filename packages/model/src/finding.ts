import type { CvssVector, Epss, KnownExploited, Severity } from './advisory.ts';
import type { Digest } from './image.ts';
import type { FromBase } from './package.ts';
import type { VexStatus } from './vex.ts';

/** What can be done about a finding. `no-fix`: known, none yet. */
export type FindingState = 'fixed' | 'no-fix' | 'will-not-fix' | 'end-of-life' | 'under-investigation';

/** An advisory that a finding was merged from. */
export interface FindingSource {
  readonly advisory: string;
  readonly feed: string;
  readonly url?: string;
}

/** Why a match is not counted: shown, with its reason, never dropped in silence. */
export interface Suppression {
  /** `vex`: a VEX statement; `owned`: an OS package owns the files and is matched instead; `ignored`: asked for. */
  readonly by: 'vex' | 'owned' | 'ignored';
  readonly reason: string;
  readonly status?: VexStatus;
  readonly justification?: string;
  /** Who said so: VEX author and document, or the owner's purl. */
  readonly source: string;
}

/** A computed CVSS score with the vector it was computed from. */
export interface CvssScore extends CvssVector {
  readonly score: number;
}

/** Our match of a package to a vulnerability. One per package and vulnerability, whatever the number of sources. */
export interface Finding {
  /** CVE first, else the advisory's own id. */
  readonly id: string;
  readonly kind: 'vulnerability' | 'malware' | 'unmaintained' | 'end-of-life';
  readonly aliases: readonly string[];
  readonly sources: readonly FindingSource[];
  /** Canonical purl; for an end-of-life distribution `pkg:generic/<id>@<version>`. */
  readonly package: string;
  readonly severity: Severity;
  /** Who rated it: `distro`, `source`, `cvss-4.0`, `cvss-3.1`, … */
  readonly severityFrom: string;
  readonly cvss?: CvssScore;
  readonly state: FindingState;
  /** Version to update to; empty where there is none. Lowest that is fixed and not below the installed one. */
  readonly fixedIn: string;
  readonly fixAvailableSince?: string;
  readonly title: string;
  readonly details?: string;
  readonly references: readonly string[];
  readonly cwes: readonly string[];
  readonly published?: string;
  readonly modified?: string;
  readonly knownExploited?: KnownExploited;
  readonly epss?: Epss;
  readonly fromBase: FromBase;
  readonly layer?: Digest;
  /** 0 to 100: what to do first. Derived from known exploited, EPSS, fix, severity and whose layer it is. */
  readonly priority: number;
  readonly suppressed?: Suppression;
}
