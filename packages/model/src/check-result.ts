import type { Decision, Stage } from './policy.ts';
import type { PolicyResult, Verdict } from './verdict.ts';

/** One document or image that the CI gate judged. */
export interface CheckedTarget {
  /** Path as given or found below it; `-` is standard input; for an image the reference. */
  readonly file: string;
  /** 1-based line where it begins; 1 for an image. */
  readonly line: number;
  /** `Deployment`, `Dockerfile`, `ComposeService`, `Image`, …; empty where the document could not be read. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly verdict: Verdict;
  /** Why it could not be read: then its decision is unknown. */
  readonly problem?: string;
}

/** What a change introduces and what it takes away. */
export interface Comparison {
  /** What it was compared with, as the user wrote it. */
  readonly with: string;
  readonly introduced: readonly PolicyResult[];
  /** Violations that stood before as well: they do not fail. */
  readonly standing: readonly PolicyResult[];
  readonly fixed: readonly PolicyResult[];
}

/** What the policies say of a scanned target. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly comparison?: Comparison;
}

/** Everything that `check` found: what its reports are made of. */
export interface CheckResult {
  readonly profile: string;
  readonly stage: Stage;
  /** RFC 3339. */
  readonly checkedAt: string;
  /** The worst over all targets, or over what a change introduced: deny, unknown, warn, allow. */
  readonly decision: Decision | 'unknown';
  readonly targets: readonly CheckedTarget[];
  readonly comparison?: Comparison;
}
