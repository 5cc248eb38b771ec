import type { Fact } from '@pratique/model';
import type { ComparisonNode, ComparisonOperator, MembershipNode } from '../check/checked.ts';
import type { CelValue } from '../values.ts';
import { equalValues } from '../value/equality.ts';
import { isMap } from '../value/kinds.ts';
import { orderedValues } from '../value/order.ts';
import { type Compiling, haltOf } from './compiling.ts';
import type { Context, Outcome, Run } from './context.ts';
import { placeBelow, readerOf } from './facts.ts';
import { Failure, Halt, merged } from './halt.ts';
import { intRun } from './numbers.ts';
import { momentComparison } from './moments.ts';

/** `==` where one side may be absent: nothing but null equals it. */
function equal(left: CelValue | undefined, right: CelValue | undefined, context: Context): boolean {
  if (left === undefined || right === undefined) return (left ?? null) === (right ?? null);
  return equalValues(left, right, context);
}

function compared(
  operator: ComparisonOperator,
  left: CelValue | undefined,
  right: CelValue | undefined,
  context: Context,
  at: number,
): boolean | Failure {
  if (operator === '==') return equal(left, right, context);
  if (operator === '!=') return !equal(left, right, context);
  if (left === undefined || right === undefined) return false;
  const result = orderedValues(operator, left, right, context);
  return result ?? new Failure('no-such-overload', `"${operator}" does not take these operands`, at);
}

function generalComparison(left: Run, right: Run, node: ComparisonNode): Run {
  const { operator, at } = node;
  return (context) => {
    const first = left(context);
    if (first instanceof Halt) return first;
    const second = right(context);
    if (second instanceof Halt) return second;
    try {
      return compared(operator, first, second, context, at);
    } catch (error) {
      return haltOf(error, at);
    }
  };
}

const numberComparisons: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function whole(value: Outcome): Outcome {
  return typeof value === 'number' ? BigInt(value) : value;
}

function intComparison(compiling: Compiling, node: ComparisonNode): Run | undefined {
  if (node.left.type.kind !== 'int' || node.right.type.kind !== 'int') return undefined;
  const left = intRun(compiling, node.left);
  const right = intRun(compiling, node.right);
  if (left === undefined || right === undefined) return undefined;
  const compare = numberComparisons[node.operator];
  const slow = (first: Outcome, second: Outcome): Run =>
    generalComparison(
      () => whole(first),
      () => whole(second),
      node,
    );
  return (context) => {
    const first = left(context);
    const second = right(context);
    if (typeof first === 'number' && typeof second === 'number') return compare(first, second);
    return slow(first, second)(context);
  };
}

/** `==` and `!=` of strings or bools: facts of another type have become unknown before they come here. */
function identityComparison(compiling: Compiling, node: ComparisonNode): Run | undefined {
  const { kind } = node.left.type;
  if ((node.operator !== '==' && node.operator !== '!=') || kind !== node.right.type.kind) return undefined;
  if (kind !== 'string' && kind !== 'bool') return undefined;
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const equals = node.operator === '==';
  if (node.right.kind === 'constant') {
    const { value } = node.right;
    return (context) => {
      const first = left(context);
      return first instanceof Halt ? first : (first === value) === equals;
    };
  }
  return (context) => {
    const first = left(context);
    if (first instanceof Halt) return first;
    const second = right(context);
    return second instanceof Halt ? second : (first === second) === equals;
  };
}

/** `== != < <= > >=`. */
export function comparison(compiling: Compiling, node: ComparisonNode): Run {
  const general = (): Run => generalComparison(compiling.value(node.left), compiling.value(node.right), node);
  return (
    identityComparison(compiling, node) ??
    intComparison(compiling, node) ??
    momentComparison(compiling, node, general) ??
    general()
  );
}

/** `x in ["a", "b"]`. */
function constantMembership(compiling: Compiling, node: MembershipNode): Run | undefined {
  if (node.left.type.kind !== 'string' || node.right.kind !== 'list') return undefined;
  const values = node.right.elements.map((element) =>
    element.value.kind === 'constant' && !element.optional ? element.value.value : undefined,
  );
  if (!values.every((value) => typeof value === 'string')) return undefined;
  const set = new Set<Outcome>(values);
  const left = compiling.value(node.left);
  return (context) => {
    const value = left(context);
    return value instanceof Halt ? value : set.has(value);
  };
}

/** Looks for a value among facts, each read for itself: one that could not be told leaves the others as they are. */
function amongFacts(
  facts: readonly Fact[],
  element: CelValue,
  read: (fact: Fact, index: number) => Outcome,
  context: Context,
): Outcome {
  let halted: Halt | undefined;
  for (let index = 0; index < facts.length; index += 1) {
    const value = read(facts[index], index);
    if (value instanceof Halt) halted = halted === undefined ? value : merged(halted, value);
    else if (value === element || equalValues(value ?? null, element, context)) return true;
  }
  return halted ?? false;
}

/** `in` a list that is a fact. */
function factMembership(compiling: Compiling, node: MembershipNode, general: Run): Run | undefined {
  const { left, right, at } = node;
  const list = compiling.raw(right);
  if (list === undefined || (right.type.kind !== 'list' && right.type.kind !== 'dyn')) return undefined;
  const element = compiling.value(left);
  const place = compiling.place(right);
  const type = right.type.kind === 'list' ? right.type.element : right.type;
  const reader = readerOf(type);
  const plain = type.kind === 'string' || type.kind === 'dyn';
  return (context) => {
    const facts = list(context);
    if (!Array.isArray(facts)) return general(context);
    const value = element(context);
    if (value instanceof Halt) return value;
    context.spend(facts.length);
    const read = (fact: Fact, index: number): Outcome =>
      plain && typeof fact === 'string' ? fact : reader(fact, () => placeBelow(place(context), index), context);
    try {
      return amongFacts(facts, value ?? null, read, context);
    } catch (error) {
      return haltOf(error, at);
    }
  };
}

function contains(container: CelValue, element: CelValue, context: Context, at: number): boolean | Failure {
  if (Array.isArray(container)) {
    context.spend(container.length / 10);
    return container.some((item: CelValue) => equalValues(item, element, context));
  }
  if (isMap(container)) return container.has(element);
  return new Failure('no-such-overload', '"in" takes a list or a map', at);
}

/** `in`. */
export function membership(compiling: Compiling, node: MembershipNode): Run {
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const general: Run = (context) => {
    const element = left(context);
    if (element instanceof Halt) return element;
    const container = right(context);
    if (container instanceof Halt) return container;
    if (container === undefined) return false;
    try {
      return contains(container, element ?? null, context, node.at);
    } catch (error) {
      return haltOf(error, node.at);
    }
  };
  return constantMembership(compiling, node) ?? factMembership(compiling, node, general) ?? general;
}
