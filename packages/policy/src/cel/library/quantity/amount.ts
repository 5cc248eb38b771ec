import { OpaqueValue } from '../../values.ts';

/** Quantities are kept in billionths, the smallest that Kubernetes keeps. */
const NANO = 1_000_000_000n;
const MAX_INT = 9_223_372_036_854_775_807n;
const MIN_INT = -9_223_372_036_854_775_808n;
/** Larger exponents say nothing of resources, and their numbers would only be long. */
const MAX_EXPONENT = 100;
const MAX_LENGTH = 128;

/** A Kubernetes resource quantity: a decimal fixed-point number. */
export class Quantity extends OpaqueValue {
  readonly typeName = 'kubernetes.Quantity';
  readonly nano: bigint;

  constructor(nano: bigint) {
    super();
    this.nano = nano;
  }

  static ofInteger(value: bigint): Quantity {
    return new Quantity(value * NANO);
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof Quantity && other.nano === this.nano;
  }

  compare(other: Quantity): -1 | 0 | 1 {
    if (this.nano === other.nano) return 0;
    return this.nano < other.nano ? -1 : 1;
  }

  /** Undefined where it is no whole number, or does not fit into 64 bits. */
  get integer(): bigint | undefined {
    const value = this.nano / NANO;
    return value * NANO === this.nano && value >= MIN_INT && value <= MAX_INT ? value : undefined;
  }

  /** The nearest double. */
  get double(): number {
    const sign = this.nano < 0n ? '-' : '';
    const digits = (this.nano < 0n ? -this.nano : this.nano).toString().padStart(10, '0');
    return Number(`${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`);
  }
}

const decimal: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const binary: ReadonlyMap<string, bigint> = new Map(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, at) => [suffix, 1024n ** BigInt(at + 1)]),
);

/** Powers of ten and of two that a suffix stands for; undefined: it is none. */
function scaleOf(suffix: string): { readonly exponent: number; readonly factor: bigint } | undefined {
  const factor = binary.get(suffix);
  if (factor !== undefined) return { exponent: 0, factor };
  const written = /^[eE]([+-]?\d{1,9})$/.exec(suffix)?.[1];
  const exponent = written === undefined ? decimal.get(suffix) : Number(written);
  if (exponent === undefined || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  return { exponent, factor: 1n };
}

/** Division that rounds up: who asks for something gets something. */
function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/**
 * Reads a quantity (k8s.io/apimachinery, pkg/api/resource, Quantity); undefined: it is none. What is smaller than a
 * billionth is rounded up; binary quantities end at 2^63-1, as in Kubernetes.
 */
export function parseQuantity(source: string): Quantity | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d+|[a-zA-Z]{0,2})$/.exec(source);
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? [];
  const scale = scaleOf(suffix);
  if (!match || !scale || whole + fraction === '') return undefined;
  const exponent = scale.exponent - fraction.length + 9;
  const unscaled = BigInt(whole + fraction) * scale.factor;
  const nano = exponent >= 0 ? unscaled * 10n ** BigInt(exponent) : divideUp(unscaled, 10n ** BigInt(-exponent));
  const capped = scale.factor > 1n && nano > MAX_INT * NANO ? MAX_INT * NANO : nano;
  return new Quantity(sign === '-' ? -capped : capped);
}
