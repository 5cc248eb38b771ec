import type { ParameterDeclaration, ParameterType, ParameterValue } from '@pratique/model';
import { bool, type CelType, double, duration, instant, int, listOf, text } from '../cel/types.ts';
import { durationPattern, parseInstant } from '../load/instant.ts';

/** Type of a parameter whose declaration is only a default. */
export function inferType(value: ParameterValue): ParameterType {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value !== 'string') return 'list';
  if (durationPattern.test(value) && /[a-zµ]/.test(value)) return 'duration';
  return parseInstant(value) ? 'timestamp' : 'string';
}

const celTypes: Readonly<Record<ParameterType, CelType>> = {
  bool,
  int,
  double,
  string: text,
  duration,
  timestamp: instant,
  list: listOf(text),
};

/** What `params.NAME` is in conditions. */
export function celTypeOf({ type }: ParameterDeclaration): CelType {
  return celTypes[type];
}

const fits: Readonly<Record<ParameterType, (value: ParameterValue) => boolean>> = {
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isSafeInteger(value),
  double: (value) => typeof value === 'number' && Number.isFinite(value),
  string: (value) => typeof value === 'string',
  duration: (value) => typeof value === 'string' && durationPattern.test(value),
  timestamp: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

const wanted: Readonly<Record<ParameterType, string>> = {
  bool: 'true or false',
  int: 'a whole number',
  double: 'a number',
  string: 'text',
  duration: 'a duration such as 72h or 30m',
  timestamp: 'an instant such as 2026-01-01T00:00:00Z',
  list: 'a list of texts',
};

/** What is wrong with a value for a parameter; undefined where nothing is. */
export function valueProblem({ type }: ParameterDeclaration, value: ParameterValue): string | undefined {
  return fits[type](value) ? undefined : `must be ${wanted[type]}`;
}
