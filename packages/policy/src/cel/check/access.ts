import type { IndexNode, SelectNode } from '../parse/node.ts';
import { bool, type CelType, dyn, optionalOf } from '../types.ts';
import { canEqual } from './operators.ts';
import { shownType } from './assign.ts';
import type { Checked, ElementNode, FieldNode } from './checked.ts';
import { resolved } from './names.ts';
import type { CheckNode, Checking, Scope } from './scope.ts';
import { closest } from '../../load/suggest.ts';

function fieldType(checking: Checking, operand: CelType, field: string, at: number): CelType {
  if (operand.kind === 'dyn') return dyn;
  if (operand.kind === 'map') {
    if (operand.key.kind === 'string' || operand.key.kind === 'dyn') return operand.value;
    checking.problem(at, `keys of ${shownType(operand)} are no fields: use [ ]`);
    return operand.value;
  }
  if (operand.kind !== 'object') {
    checking.problem(at, `${shownType(operand)} has no fields`);
    return dyn;
  }
  if (Object.hasOwn(operand.fields, field)) return operand.fields[field]?.type ?? dyn;
  const suggestion = closest(field, Object.keys(operand.fields));
  checking.problem(at, `${operand.name} has no field "${field}"`, suggestion);
  return dyn;
}

/** What an optional holds; other types as they are. */
function unwrapped(type: CelType): CelType {
  return type.kind === 'optional' ? type.of : type;
}

/** The type of one field, in the mode it is asked for. */
export function fieldOf(
  checking: Checking,
  operand: Checked,
  field: string,
  mode: FieldNode['mode'],
  at: number,
): FieldNode {
  const type = fieldType(checking, unwrapped(operand.type), field, at);
  const viaOptional = mode === 'optional' || operand.type.kind === 'optional';
  // A chain behind an optional stays optional: `a.?b.c` is none where b is.
  const result = mode === 'has' ? bool : viaOptional ? optionalOf(unwrapped(type)) : type;
  return { kind: 'field', mode, operand, field, type: result, at };
}

/** `operand.field`, unless it spells the name of a variable or type. */
export function checkSelect(checking: Checking, check: CheckNode, node: SelectNode, scope: Scope | undefined): Checked {
  const name = resolved(checking, node, scope);
  if (name !== undefined) return name;
  return fieldOf(checking, check(node.operand, scope), node.field, node.optional ? 'optional' : 'value', node.at);
}

function elementType(checking: Checking, operand: CelType, index: Checked): CelType {
  const { at } = index;
  if (operand.kind === 'dyn') return dyn;
  if (operand.kind === 'list') {
    if (!['int', 'uint', 'double', 'dyn'].includes(index.type.kind)) {
      checking.problem(at, `index of a list is an int, not ${shownType(index.type)}`);
    }
    return operand.element;
  }
  if (operand.kind === 'map') {
    if (!canEqual(operand.key, index.type)) {
      checking.problem(at, `keys of ${shownType(operand)} are never ${shownType(index.type)}`);
    }
    return operand.value;
  }
  if (operand.kind === 'object' && index.kind === 'constant' && typeof index.value === 'string') {
    return fieldType(checking, operand, index.value, at);
  }
  checking.problem(at, `${shownType(operand)} cannot be indexed`);
  return dyn;
}

/** `operand[index]`. */
export function checkIndex(
  checking: Checking,
  check: CheckNode,
  node: IndexNode,
  scope: Scope | undefined,
): ElementNode {
  const operand = check(node.operand, scope);
  const index = check(node.index, scope);
  const type = elementType(checking, unwrapped(operand.type), index);
  const optional = node.optional || operand.type.kind === 'optional';
  return {
    kind: 'element',
    mode: node.optional ? 'optional' : 'value',
    operand,
    index,
    type: optional ? optionalOf(unwrapped(type)) : type,
    at: node.at,
  };
}
