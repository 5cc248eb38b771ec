import type { CelFunction, CelLibrary, Meter } from '../../function.ts';
import { bool, type CelType, double, int, opaque, text } from '../../types.ts';
import type { CelValue } from '../../values.ts';
import { invalidArgument } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { parseQuantity, Quantity } from './amount.ts';

const quantityType = opaque('kubernetes.Quantity');

function quantityOf(source: string, meter: Meter): Quantity {
  meter.spend(5);
  const quantity = parseQuantity(source);
  if (!quantity) throw invalidArgument(`"${source.slice(0, 60)}" is not a quantity`);
  return quantity;
}

/** The other operand of an addition: a quantity, an integer, or the text of a quantity. */
function operand(value: CelValue | undefined, meter: Meter): Quantity {
  if (typeof value === 'bigint') return Quantity.ofInteger(value);
  return typeof value === 'string' ? quantityOf(value, meter) : (value as Quantity);
}

function arithmetic(name: string, apply: (left: bigint, right: bigint) => bigint): readonly CelFunction[] {
  return [quantityType, int, text].map((type: CelType) =>
    declareMethod(name, [quantityType, type], quantityType, ([left, right], meter) => {
      return new Quantity(apply((left as Quantity).nano, operand(right, meter).nano));
    }),
  );
}

function compare([left, right]: readonly CelValue[]): -1 | 0 | 1 {
  return (left as Quantity).compare(right as Quantity);
}

function sign([quantity]: readonly CelValue[]): bigint {
  return BigInt((quantity as Quantity).compare(new Quantity(0n)));
}

const functions: readonly CelFunction[] = [
  declareFunction('quantity', [text], quantityType, ([source], meter) => quantityOf(source as string, meter)),
  declareFunction('isQuantity', [text], bool, ([source], meter) => {
    meter.spend(5);
    return parseQuantity(source as string) !== undefined;
  }),
  // The documentation calls it as a method, Kubernetes itself declares a function: both work.
  declareMethod('sign', [quantityType], int, sign),
  declareFunction('sign', [quantityType], int, sign),
  ...arithmetic('add', (left, right) => left + right),
  ...arithmetic('sub', (left, right) => left - right),
  declareMethod('isLessThan', [quantityType, quantityType], bool, (quantities) => compare(quantities) === -1),
  declareMethod('isGreaterThan', [quantityType, quantityType], bool, (quantities) => compare(quantities) === 1),
  declareMethod('compareTo', [quantityType, quantityType], int, (quantities) => BigInt(compare(quantities))),
  declareMethod('isInteger', [quantityType], bool, ([quantity]) => (quantity as Quantity).integer !== undefined),
  declareMethod('asInteger', [quantityType], int, ([quantity]) => {
    const integer = (quantity as Quantity).integer;
    if (integer === undefined) throw invalidArgument('the quantity is no integer of 64 bits');
    return integer;
  }),
  declareMethod('asApproximateFloat', [quantityType], double, ([quantity]) => (quantity as Quantity).double),
];

/** Kubernetes' resource quantities. */
export const quantityLibrary: CelLibrary = { id: 'kubernetes.quantity', functions };
