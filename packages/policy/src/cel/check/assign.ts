import { type CelType, dyn, listOf, mapOf, optionalOf } from '../types.ts';

/** What the type parameters of one signature stand for. */
export type Substitution = Map<string, CelType>;

/** Kinds whose values may be null: what a message field would be. */
const nullable = new Set<CelType['kind']>(['null', 'timestamp', 'duration', 'object', 'opaque', 'optional']);

function bind(name: string, from: CelType, substitution: Substitution): boolean {
  const bound = substitution.get(name);
  if (bound === undefined || bound.kind === 'dyn') {
    substitution.set(name, bound ?? from);
    return true;
  }
  if (assignable(bound, from, substitution)) return true;
  if (!assignable(from, bound, substitution)) return false;
  substitution.set(name, from);
  return true;
}

/**
 * Whether a value of type `from` may stand where `to` is declared. `dyn` goes both ways: it is looked at when evaluated.
 * @param substitution is filled with what type parameters of `to` stand for
 */
export function assignable(to: CelType, from: CelType, substitution: Substitution): boolean {
  if (to.kind === 'param') return bind(to.name, from, substitution);
  if (to.kind === 'dyn' || from.kind === 'dyn') return true;
  if (from.kind === 'null') return nullable.has(to.kind);
  if (to.kind === 'list') return from.kind === 'list' && assignable(to.element, from.element, substitution);
  if (to.kind === 'map') {
    if (from.kind === 'object') return assignable(to.key, { kind: 'string' }, substitution) && to.value.kind === 'dyn';
    return (
      from.kind === 'map' &&
      assignable(to.key, from.key, substitution) &&
      assignable(to.value, from.value, substitution)
    );
  }
  if (to.kind === 'optional') return from.kind === 'optional' && assignable(to.of, from.of, substitution);
  if (to.kind === 'opaque' || to.kind === 'object') return from.kind === to.kind && from.name === to.name;
  return to.kind === from.kind;
}

/** The type with its parameters replaced by what they stand for; those that stand for nothing are dyn. */
export function substitute(type: CelType, substitution: Substitution): CelType {
  switch (type.kind) {
    case 'param':
      return substitution.get(type.name) ?? dyn;
    case 'list':
      return listOf(substitute(type.element, substitution));
    case 'map':
      return mapOf(substitute(type.value, substitution), substitute(type.key, substitution));
    case 'optional':
      return optionalOf(substitute(type.of, substitution));
    default:
      return type;
  }
}

/** The type that holds values of both; undefined where none but dyn does. */
export function joined(left: CelType, right: CelType): CelType | undefined {
  if (left.kind === 'dyn' || right.kind === 'dyn') return dyn;
  if (assignable(left, right, new Map())) return isDynamic(right) && !isDynamic(left) ? right : left;
  return assignable(right, left, new Map()) ? right : undefined;
}

/** Whether values of the type, or of its parts, must be looked at when evaluated. */
export function isDynamic(type: CelType): boolean {
  switch (type.kind) {
    case 'dyn':
      return true;
    case 'list':
      return isDynamic(type.element);
    case 'map':
      return isDynamic(type.key) || isDynamic(type.value);
    case 'optional':
      return isDynamic(type.of);
    default:
      return false;
  }
}

/** The type as a message shows it. */
export function shownType(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${shownType(type.element)})`;
    case 'map':
      return `map(${shownType(type.key)}, ${shownType(type.value)})`;
    case 'optional':
      return `optional(${shownType(type.of)})`;
    case 'object':
    case 'opaque':
    case 'param':
      return type.name;
    default:
      return type.kind;
  }
}
