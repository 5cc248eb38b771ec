import type { Advisory, Severity } from '@pratique/model';

/** The day on which the facts below were written down and checked against the publishers' records. */
export const STARTER_DATE = '2026-11-21';

/** `fixed`, or `[introduced, fixed]`; with a leading `=` one version exactly. */
export type FactRange = string | readonly [introduced: string, fixed: string];

/** One well-known flaw, in our own words. */
export interface Fact {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly kind?: Advisory['kind'];
  readonly severity: Severity;
  /** CVSS 3.1, where the publisher gives one. */
  readonly vector?: string;
  /** YYYY-MM-DD. */
  readonly published: string;
  readonly title: string;
  /** `<ecosystem> <package>`; a fact of several packages names each. */
  readonly affects: Readonly<Record<string, readonly FactRange[]>>;
}
