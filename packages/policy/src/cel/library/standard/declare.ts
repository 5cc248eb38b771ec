import type { CelFunction, Meter } from '../../function.ts';
import type { CelType } from '../../types.ts';
import type { CelValue } from '../../values.ts';

type Call = (args: readonly CelValue[], meter: Meter) => CelValue;

/** A function: `name(parameters) → result`. */
export function declareFunction(
  name: string,
  parameters: readonly CelType[],
  result: CelType,
  call: Call,
): CelFunction {
  return { name, parameters, result, call };
}

/** A method: the first of `parameters` is its receiver. */
export function declareMethod(name: string, parameters: readonly CelType[], result: CelType, call: Call): CelFunction {
  const [receiver, ...rest] = parameters;
  if (receiver === undefined) throw new TypeError(`method ${name} needs a receiver`);
  return { name, receiver, parameters: rest, result, call };
}

/** Both forms: `name(a, b)` and `a.name(b)`. */
export function declareBoth(
  name: string,
  parameters: readonly CelType[],
  result: CelType,
  call: Call,
): readonly CelFunction[] {
  return [declareFunction(name, parameters, result, call), declareMethod(name, parameters, result, call)];
}
