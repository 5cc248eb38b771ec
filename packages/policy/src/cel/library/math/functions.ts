import type { CelFunction, CelLibrary } from '../../function.ts';
import { bool, double, dyn, int, uint } from '../../types.ts';
import { type CelValue, Uint } from '../../values.ts';
import { invalidArgument } from '../bounds.ts';
import { declareFunction } from '../standard/declare.ts';
import { type CelNumber, magnitude, numberOf, roundHalfAway, toInt, toUint } from './numbers.ts';

/** Most arguments of `greatest` and `least` that are not one list. */
const MAX_ARGUMENTS = 8;

function best(
  name: string,
  values: readonly CelValue[],
  isBetter: (value: number | bigint, than: number | bigint) => boolean,
) {
  const [first, ...rest] = values.map(numberOf);
  if (first === undefined) throw invalidArgument(`${name}() of an empty list`);
  if (values.some(Number.isNaN)) throw invalidArgument(`${name}(): NaN has no order`);
  return rest.reduce<CelNumber>(
    (found, value) => (isBetter(magnitude(value), magnitude(found)) ? value : found),
    first,
  );
}

function extreme(name: string, isBetter: (value: number | bigint, than: number | bigint) => boolean): CelFunction[] {
  return Array.from({ length: MAX_ARGUMENTS }, (_, more) =>
    declareFunction(name, Array(more + 1).fill(dyn), dyn, (values, meter) => {
      const [only] = values;
      const compared = values.length === 1 && Array.isArray(only) ? (only as readonly CelValue[]) : values;
      meter.spend(compared.length);
      return best(name, compared, isBetter);
    }),
  );
}

function ofDouble(name: string, apply: (value: number) => number): CelFunction {
  return declareFunction(name, [double], double, ([value]) => apply(value as number));
}

function isDouble(name: string, holds: (value: number) => boolean): CelFunction {
  return declareFunction(name, [double], bool, ([value]) => holds(value as number));
}

/** One operation on int and on uint; `wrap` of the first keeps the sign. */
function bitwise(name: string, apply: (left: bigint, right: bigint) => bigint): CelFunction[] {
  return [
    declareFunction(name, [int, int], int, ([left, right]) =>
      BigInt.asIntN(64, apply(left as bigint, right as bigint)),
    ),
    declareFunction(name, [uint, uint], uint, ([left, right]) => {
      return new Uint(BigInt.asUintN(64, apply((left as Uint).value, (right as Uint).value)));
    }),
  ];
}

/** Shifts of 64 bits: what falls out is lost, and nothing but zeros comes in, also for negative numbers. */
function shift(name: string, apply: (value: bigint, by: bigint) => bigint): CelFunction[] {
  const shifted = (value: bigint, by: bigint): bigint => {
    if (by < 0n) throw invalidArgument(`${name}(): negative offset: ${by}`);
    return by >= 64n ? 0n : BigInt.asUintN(64, apply(BigInt.asUintN(64, value), by));
  };
  return [
    declareFunction(name, [int, int], int, ([value, by]) => BigInt.asIntN(64, shifted(value as bigint, by as bigint))),
    declareFunction(name, [uint, int], uint, ([value, by]) => new Uint(shifted((value as Uint).value, by as bigint))),
  ];
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function signOf(value: bigint): bigint {
  return value === 0n ? 0n : value / absolute(value);
}

const functions: readonly CelFunction[] = [
  ...extreme('math.greatest', (value, than) => value > than),
  ...extreme('math.least', (value, than) => value < than),
  ofDouble('math.ceil', Math.ceil),
  ofDouble('math.floor', Math.floor),
  ofDouble('math.round', roundHalfAway),
  ofDouble('math.trunc', Math.trunc),
  declareFunction('math.abs', [int], int, ([value]) => toInt(absolute(value as bigint))),
  declareFunction('math.abs', [uint], uint, ([value]) => value as Uint),
  ofDouble('math.abs', Math.abs),
  declareFunction('math.sign', [int], int, ([value]) => signOf(value as bigint)),
  declareFunction('math.sign', [uint], uint, ([value]) => toUint(signOf((value as Uint).value))),
  // Zero has no sign, not even a negative one.
  ofDouble('math.sign', (value) => Math.sign(value) + 0),
  ofDouble('math.sqrt', Math.sqrt),
  declareFunction('math.sqrt', [int], double, ([value]) => Math.sqrt(Number(value))),
  declareFunction('math.sqrt', [uint], double, ([value]) => Math.sqrt(Number((value as Uint).value))),
  isDouble('math.isNaN', Number.isNaN),
  isDouble('math.isInf', (value) => Math.abs(value) === Number.POSITIVE_INFINITY),
  isDouble('math.isFinite', Number.isFinite),
  ...bitwise('math.bitAnd', (left, right) => left & right),
  ...bitwise('math.bitOr', (left, right) => left | right),
  ...bitwise('math.bitXor', (left, right) => left ^ right),
  declareFunction('math.bitNot', [int], int, ([value]) => ~(value as bigint)),
  declareFunction('math.bitNot', [uint], uint, ([value]) => new Uint(BigInt.asUintN(64, ~(value as Uint).value))),
  ...shift('math.bitShiftLeft', (value, by) => value << by),
  ...shift('math.bitShiftRight', (value, by) => value >> by),
];

/** Numbers (cel-go, ext/math). */
export const mathLibrary: CelLibrary = { id: 'cel.lib.ext.math', functions };
