/** CEL's unsigned 64-bit integer: apart from `int`, which is a bigint. */
export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

/**
 * An instant in nanoseconds since the Unix epoch. `rate` is how many nanoseconds it moves per nanosecond that passes: 1 for
 * `now` and what is computed from it, 0 for fixed ones.
 */
export class Timestamp {
  readonly nanoseconds: bigint;
  readonly rate: number;

  constructor(nanoseconds: bigint, rate = 0) {
    this.nanoseconds = nanoseconds;
    this.rate = rate;
  }
}

/** A span in nanoseconds; `rate` as for {@link Timestamp}: `now - x` grows with 1. */
export class Duration {
  readonly nanoseconds: bigint;
  readonly rate: number;

  constructor(nanoseconds: bigint, rate = 0) {
    this.nanoseconds = nanoseconds;
    this.rate = rate;
  }
}

/** An optional value (Kubernetes and cel-go `optional`). */
export class Optional {
  /** Undefined: none. */
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

/** A value of an opaque type; functions of its library alone look inside. */
export abstract class OpaqueValue {
  /** Name of the opaque type: `net.IP`. */
  abstract readonly typeName: string;
  abstract equals(other: OpaqueValue): boolean;
}

/** A CEL type as a value. */
export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Keys keep their kind: `1` and `1u` are the same key, `"1"` is another (langdef.md, "Maps"). */
export interface CelMap {
  readonly size: number;
  get(key: CelValue): CelValue | undefined;
  has(key: CelValue): boolean;
  keys(): readonly CelValue[];
}

/** Every value that an evaluation can come to: int is bigint, double is number, bytes is Uint8Array. */
export type CelValue =
  | boolean
  | bigint
  | number
  | string
  | null
  | Uint8Array
  | Uint
  | Timestamp
  | Duration
  | Optional
  | OpaqueValue
  | TypeValue
  | readonly CelValue[]
  | CelMap;
