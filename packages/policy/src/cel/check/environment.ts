import type { CelFunction, CelLibrary } from '../function.ts';
import type { CelType } from '../types.ts';
import { TypeValue } from '../values.ts';

/** What an expression may name: variables, functions and types. */
export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  /** Functions and methods by name; a method's first parameter is its receiver. */
  readonly functions: ReadonlyMap<string, readonly CelFunction[]>;
  readonly methods: ReadonlyMap<string, readonly CelFunction[]>;
  readonly types: ReadonlyMap<string, TypeValue>;
}

const typeNames = [
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
  'optional_type',
];

function add(table: Map<string, CelFunction[]>, entry: CelFunction): void {
  const overloads = table.get(entry.name);
  if (overloads === undefined) table.set(entry.name, [entry]);
  else overloads.push(entry);
}

const cache = new WeakMap<readonly CelLibrary[], Omit<Environment, 'variables'>>();

function declared(libraries: readonly CelLibrary[]): Omit<Environment, 'variables'> {
  const known = cache.get(libraries);
  if (known !== undefined) return known;
  const functions = new Map<string, CelFunction[]>();
  const methods = new Map<string, CelFunction[]>();
  const types = new Map(typeNames.map((name) => [name, new TypeValue(name)]));
  for (const entry of libraries.flatMap((library) => library.functions)) {
    add(entry.receiver === undefined ? functions : methods, entry);
    for (const type of [entry.result, ...entry.parameters, ...(entry.receiver ? [entry.receiver] : [])]) {
      if (type.kind === 'opaque') types.set(type.name, new TypeValue(type.name));
    }
  }
  const result = { functions, methods, types };
  cache.set(libraries, result);
  return result;
}

/** The environment of these variables and libraries; tables of a list of libraries are made once. */
export function environmentOf(
  variables: Readonly<Record<string, CelType>>,
  libraries: readonly CelLibrary[],
): Environment {
  return { variables: new Map(Object.entries(variables)), ...declared(libraries) };
}
