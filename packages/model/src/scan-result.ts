import type { FeedStatus } from './advisory-database.ts';
import type { Finding } from './finding.ts';
import type { Sbom } from './sbom.ts';
import type { Unknown } from './unknown.ts';

/** A package whose ecosystem and release no loaded feed covers: not clean, not assessed. */
export interface NotAssessed {
  readonly package: string;
  /** The ecosystem and release that would be needed, or why none fits. */
  readonly reason: string;
}

/** What the findings were matched against. */
export interface DatabaseSummary {
  readonly generation: number;
  /** RFC 3339: the oldest fetch among the feeds that carry advisories; absent when there is none. */
  readonly asOf?: string;
  /** Older than the limit, 24 hours unless set. */
  readonly stale: boolean;
  /** Only the starter set that ships with Pratique is loaded. */
  readonly starter: boolean;
  readonly feeds: readonly FeedStatus[];
}

/** Everything `scan` knows of a target: what the reports are made of. */
export interface ScanResult {
  readonly sbom: Sbom;
  /** Sorted by priority. Suppressed ones apart. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly notAssessed: readonly NotAssessed[];
  /** Those of matching; those of the inventory stand in the SBOM. */
  readonly unknowns: readonly Unknown[];
  readonly database: DatabaseSummary;
  /** RFC 3339. */
  readonly scannedAt: string;
}
