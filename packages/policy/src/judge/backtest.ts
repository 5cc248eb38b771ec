import type { JudgedSubject } from '@pratique/model';

/** What a policy set would change. */
export interface BacktestSide {
  readonly count: number;
  /** The first few, by name. */
  readonly examples: readonly { readonly subject: JudgedSubject; readonly policy: string; readonly message: string }[];
}

export interface BacktestReport {
  readonly subjects: number;
  /** Subjects that are denied with the proposed set and were not with the current one. */
  readonly newlyDenied: BacktestSide;
  readonly newlyAllowed: BacktestSide;
  readonly stillDenied: number;
  /** Subjects of which the proposed set cannot tell. */
  readonly unknown: number;
}
