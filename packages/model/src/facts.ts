/** A fact that could not be told: conditions that depend on it are unknown, neither true nor false. */
export class UnknownFact {
  /** One clause: why. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * What a policy may read: plain data. `undefined` and `null` are absent; a `Date` is an instant. Whole numbers are ints
 * where the subject's schema says so, or where it says nothing.
 */
export type Fact =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | UnknownFact
  | readonly Fact[]
  | { readonly [field: string]: Fact };

export type Facts = Readonly<Record<string, Fact>>;
