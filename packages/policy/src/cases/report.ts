import type { ObjectOrigin } from '@pratique/model';
import type { CaseExpectation } from '../load/objects.ts';

/** How one case went. */
export interface CaseResult {
  readonly policy: string;
  readonly name: string;
  readonly origin: ObjectOrigin;
  readonly expected: CaseExpectation;
  readonly actual: CaseExpectation;
  readonly ok: boolean;
  /** What differs; empty where it went as expected. */
  readonly why: string;
}

export interface CaseReport {
  readonly results: readonly CaseResult[];
  readonly passed: number;
  readonly failed: number;
  /** Policies without a violated and a not-violated case. */
  readonly untested: readonly string[];
}

/** A change of a condition that no case notices. */
export interface SurvivingMutant {
  readonly policy: string;
  readonly change: string;
  readonly origin?: ObjectOrigin;
}

export interface MutationReport {
  readonly mutants: number;
  readonly survivors: readonly SurvivingMutant[];
}
