import type { PolicyException } from '@pratique/model';
import type { AdvisoryState, Queryable } from '@pratique/store';
import type { ActivePolicy } from './policies/active-policy.ts';

/** One change while it is worked in: what it stands on, and what refers to it. */
export interface Work {
  readonly store: Queryable;
  readonly at: Date;
  /** Id of the change. */
  readonly change: number;
  readonly policies: readonly ActivePolicy[];
  readonly exceptions: readonly PolicyException[];
  readonly advisories: AdvisoryState;
  /** Milliseconds until advisories are stale. */
  readonly maxAge: number;
}

/** Collects what a change touched. */
export class Unsettled {
  /** Their violations, or findings that exceptions depend on, changed. */
  readonly packages = new Set<number>();
  /** Their violations changed. */
  readonly images = new Set<number>();
  /** Where they stand, or the classes of their places, may have changed. */
  readonly placed = new Set<number>();
  /** All exceptions must be looked for again. */
  exceptions = false;

  touch({ packages, images }: { readonly packages: readonly number[]; readonly images: readonly number[] }): void {
    for (const id of packages) this.packages.add(id);
    for (const id of images) this.images.add(id);
  }
}
