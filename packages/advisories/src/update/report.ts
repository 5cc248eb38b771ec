import type { PratiqueError } from '@pratique/foundation';

/** What an update did with one feed. */
export interface FeedReport {
  readonly feed: string;
  /** Redacted. */
  readonly origin: string;
  /** `unchanged`: the origin has nothing newer. `failed`: what was there before stays. */
  readonly outcome: 'loaded' | 'unchanged' | 'failed';
  /** Records that the feed holds now. */
  readonly records: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Advisories about commits alone: kept, never matched. */
  readonly notComparable: number;
  readonly rejected: number;
  /** The first of the rejected records, with why. */
  readonly rejections: readonly { readonly id: string; readonly reason: string }[];
  readonly covers: readonly string[];
  /** Declared a sample, so that it covers nothing. */
  readonly sample: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly error?: PratiqueError;
}

/** What an update did. */
export interface UpdateReport {
  readonly generation: number;
  readonly previousGeneration: number;
  readonly feeds: readonly FeedReport[];
  /** Milliseconds. */
  readonly duration: number;
}

/** Where an update stands. */
export interface UpdateProgress {
  readonly feed: string;
  readonly origin: string;
  /** Records read of it so far. */
  readonly records: number;
}
