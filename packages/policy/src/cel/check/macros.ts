import type { CallNode, Node } from '../parse/node.ts';
import { bool, type CelType, dyn, int, listOf, mapOf, optionalOf } from '../types.ts';
import { fieldOf } from './access.ts';
import { shownType } from './assign.ts';
import type { Checked, Local, LoopForm, LoopNode } from './checked.ts';
import type { CheckNode, Checking, Scope } from './scope.ts';

/** A macro's variables, parameters and result. */
interface LoopShape {
  readonly form: LoopForm;
  /** How many variables it may have. */
  readonly variables: readonly number[];
  /** What follows them: a predicate, or what an element becomes, the latter with a predicate before it where there are two. */
  readonly parts: 'predicate' | 'transformation';
}

const loops: ReadonlyMap<string, LoopShape> = new Map([
  ['all', { form: 'all', variables: [1, 2], parts: 'predicate' }],
  ['exists', { form: 'exists', variables: [1, 2], parts: 'predicate' }],
  ['exists_one', { form: 'exists-one', variables: [1, 2], parts: 'predicate' }],
  ['existsOne', { form: 'exists-one', variables: [1, 2], parts: 'predicate' }],
  ['filter', { form: 'list', variables: [1], parts: 'predicate' }],
  ['map', { form: 'list', variables: [1], parts: 'transformation' }],
  ['transformList', { form: 'list', variables: [2], parts: 'transformation' }],
  ['transformMap', { form: 'map', variables: [2], parts: 'transformation' }],
  ['transformMapEntry', { form: 'map-entries', variables: [2], parts: 'transformation' }],
]);

function variableCount(shape: LoopShape, count: number): number | undefined {
  return shape.variables.find((variables) => {
    const rest = count - variables;
    return shape.parts === 'predicate' ? rest === 1 : rest === 1 || rest === 2;
  });
}

class Macros {
  private readonly checking: Checking;
  private readonly check: CheckNode;

  constructor(checking: Checking, check: CheckNode) {
    this.checking = checking;
    this.check = check;
  }

  expand(node: CallNode, scope: Scope | undefined): Checked | undefined {
    const { target, name } = node;
    if (target === undefined) return name === 'has' && node.arguments.length === 1 ? this.has(node, scope) : undefined;
    if (name === 'bind' && target.kind === 'name' && target.name === 'cel' && node.arguments.length === 3) {
      return this.binding(node, scope);
    }
    if ((name === 'optMap' || name === 'optFlatMap') && node.arguments.length === 2) {
      return this.optionalMap(node, target, scope);
    }
    const shape = loops.get(name);
    const variables = shape === undefined ? undefined : variableCount(shape, node.arguments.length);
    return shape === undefined || variables === undefined
      ? undefined
      : this.loop(node, target, shape, variables, scope);
  }

  private has(node: CallNode, scope: Scope | undefined): Checked {
    const [argument] = node.arguments;
    if (argument?.kind !== 'select' || argument.optional) {
      this.checking.problem(argument?.at ?? node.at, 'has() takes a field: has(a.b)');
      return { kind: 'constant', value: false, type: bool, at: node.at };
    }
    return fieldOf(this.checking, this.check(argument.operand, scope), argument.field, 'has', argument.at);
  }

  private variable(node: Node | undefined, type: CelType): Local {
    if (node?.kind === 'name' && !node.absolute) return this.checking.local(node.name, type);
    this.checking.problem(node?.at ?? 0, 'a macro binds a simple name');
    return this.checking.local('', type);
  }

  private binding(node: CallNode, scope: Scope | undefined): Checked {
    const [name, init, rest] = node.arguments as [Node, Node, Node];
    const value = this.check(init, scope);
    const local = this.variable(name, value.type);
    const body = this.check(rest, { local, outer: scope });
    return { kind: 'binding', local, value, body, type: body.type, at: node.at };
  }

  private optionalMap(node: CallNode, receiver: Node, scope: Scope | undefined): Checked {
    const [name, rest] = node.arguments as [Node, Node];
    const target = this.check(receiver, scope);
    if (target.type.kind !== 'optional' && target.type.kind !== 'dyn') {
      this.checking.problem(node.at, `${node.name} takes an optional, not ${shownType(target.type)}`);
    }
    const local = this.variable(name, target.type.kind === 'optional' ? target.type.of : dyn);
    const body = this.check(rest, { local, outer: scope });
    const flat = node.name === 'optFlatMap';
    if (flat && body.type.kind !== 'optional' && body.type.kind !== 'dyn') {
      this.checking.problem(body.at, `optFlatMap needs an optional, not ${shownType(body.type)}`);
    }
    const type = flat ? body.type : optionalOf(body.type);
    return { kind: 'optional-map', local, target, body, flat, type, at: node.at };
  }

  /** Types of key and element of what a macro goes through. */
  private partsOf(range: Checked, at: number): readonly [key: CelType, value: CelType] {
    const { type } = range;
    if (type.kind === 'list') return [int, type.element];
    if (type.kind === 'map') return [type.key, type.value];
    if (type.kind !== 'dyn') this.checking.problem(at, `${shownType(type)} is neither list nor map`);
    return [dyn, dyn];
  }

  private predicate(node: Node | undefined, scope: Scope): Checked | undefined {
    if (node === undefined) return undefined;
    const checked = this.check(node, scope);
    if (checked.type.kind !== 'bool' && checked.type.kind !== 'dyn') {
      this.checking.problem(checked.at, `expected a bool, not ${shownType(checked.type)}`);
    }
    return checked;
  }

  private loop(node: CallNode, target: Node, shape: LoopShape, variables: number, scope: Scope | undefined): LoopNode {
    const range = this.check(target, scope);
    const [keyType, valueType] = this.partsOf(range, node.at);
    const two = variables === 2;
    const key = two ? this.variable(node.arguments[0], keyType) : undefined;
    const elementType = !two && range.type.kind === 'map' ? keyType : valueType;
    const element = this.variable(node.arguments[two ? 1 : 0], elementType);
    if (key !== undefined && key.name === element.name) {
      this.checking.problem(node.arguments[1]?.at ?? node.at, 'the two variables have the same name');
    }
    const inner: Scope = { local: element, outer: key === undefined ? scope : { local: key, outer: scope } };
    const rest = node.arguments.slice(variables);
    const transforms = shape.parts === 'transformation';
    const condition = this.predicate(transforms && rest.length === 1 ? undefined : rest[0], inner);
    const last = rest.at(-1);
    const body = transforms && last !== undefined ? this.check(last, inner) : undefined;
    const { form } = shape;
    const type = this.result(form, keyType, body, elementType);
    return { kind: 'loop', form, range, key, element, condition, body, type, at: node.at };
  }

  private result(form: LoopForm, key: CelType, body: Checked | undefined, element: CelType): CelType {
    if (form === 'list') return listOf(body?.type ?? element);
    if (form === 'map') return mapOf(body?.type ?? dyn, key);
    if (form !== 'map-entries') return bool;
    const type = body?.type ?? dyn;
    if (type.kind !== 'map' && type.kind !== 'dyn') {
      this.checking.problem(body?.at ?? 0, `transformMapEntry needs a map, not ${shownType(type)}`);
    }
    return type.kind === 'map' ? type : mapOf(dyn, dyn);
  }
}

/** The call with its macro expanded; undefined where it is none. */
export function expandMacro(
  checking: Checking,
  check: CheckNode,
  node: CallNode,
  scope: Scope | undefined,
): Checked | undefined {
  return new Macros(checking, check).expand(node, scope);
}
