import type { BinaryNode, ListNode, MapNode, Node, TernaryNode, UnaryNode } from '../parse/node.ts';
import { bool, bytes, type CelType, double, dyn, int, listOf, mapOf, nothing, text, uint } from '../types.ts';
import { type CelValue, Uint } from '../values.ts';
import { checkIndex, checkSelect } from './access.ts';
import { joined, shownType } from './assign.ts';
import { checkCall } from './calls.ts';
import type { ArithmeticOperator, Checked, ComparisonOperator } from './checked.ts';
import { expandMacro } from './macros.ts';
import { checkName } from './names.ts';
import { arithmeticResult, canContain, canEqual, canOrder, minusResult } from './operators.ts';
import type { Checking, Scope } from './scope.ts';

function literalType(value: CelValue): CelType {
  if (value === null) return nothing;
  if (value instanceof Uint) return uint;
  if (value instanceof Uint8Array) return bytes;
  switch (typeof value) {
    case 'boolean':
      return bool;
    case 'bigint':
      return int;
    case 'number':
      return double;
    default:
      return text;
  }
}

class Checker {
  private readonly checking: Checking;

  constructor(checking: Checking) {
    this.checking = checking;
  }

  readonly check = (node: Node, scope: Scope | undefined): Checked => {
    const { checking, check } = this;
    switch (node.kind) {
      case 'literal':
        return { kind: 'constant', value: node.value, type: literalType(node.value), at: node.at };
      case 'name':
        return checkName(checking, node, scope);
      case 'select':
        return checkSelect(checking, check, node, scope);
      case 'index':
        return checkIndex(checking, check, node, scope);
      case 'call':
        return expandMacro(checking, check, node, scope) ?? checkCall(checking, check, node, scope);
      case 'unary':
        return this.unary(node, scope);
      case 'binary':
        return this.binary(node, scope);
      case 'ternary':
        return this.ternary(node, scope);
      case 'list':
        return this.list(node, scope);
      case 'map':
        return this.map(node, scope);
      default:
        return node satisfies never;
    }
  };

  private bool(node: Node, scope: Scope | undefined): Checked {
    const checked = this.check(node, scope);
    if (checked.type.kind !== 'bool' && checked.type.kind !== 'dyn') {
      this.checking.problem(checked.at, `expected a bool, not ${shownType(checked.type)}`);
    }
    return checked;
  }

  private unary(node: UnaryNode, scope: Scope | undefined): Checked {
    if (node.operator === '!') return { kind: 'not', operand: this.bool(node.operand, scope), type: bool, at: node.at };
    const operand = this.check(node.operand, scope);
    const type = minusResult(operand.type);
    if (type === undefined) this.checking.problem(node.at, `"-" does not take ${shownType(operand.type)}`);
    return { kind: 'minus', operand, type: type ?? dyn, at: node.at };
  }

  private binary(node: BinaryNode, scope: Scope | undefined): Checked {
    const { operator, at } = node;
    if (operator === '&&' || operator === '||') {
      const left = this.bool(node.left, scope);
      return { kind: 'logic', operator, left, right: this.bool(node.right, scope), type: bool, at };
    }
    const left = this.check(node.left, scope);
    const right = this.check(node.right, scope);
    const refuse = (): void => {
      const shown = `${shownType(left.type)} and ${shownType(right.type)}`;
      this.checking.problem(at, `"${operator}" does not take ${shown}`);
    };
    switch (operator) {
      case 'in':
        if (!canContain(left.type, right.type)) refuse();
        return { kind: 'membership', operator, left, right, type: bool, at };
      case '==':
      case '!=':
        if (!canEqual(left.type, right.type)) refuse();
        return { kind: 'comparison', operator, left, right, type: bool, at };
      case '<':
      case '<=':
      case '>':
      case '>=':
        if (!canOrder(left.type, right.type)) refuse();
        return { kind: 'comparison', operator: operator satisfies ComparisonOperator, left, right, type: bool, at };
      default: {
        const type = arithmeticResult(operator, left.type, right.type);
        if (type === undefined) refuse();
        const arithmetic: ArithmeticOperator = operator;
        return { kind: 'arithmetic', operator: arithmetic, left, right, type: type ?? dyn, at };
      }
    }
  }

  private ternary(node: TernaryNode, scope: Scope | undefined): Checked {
    const condition = this.bool(node.condition, scope);
    const whenTrue = this.check(node.whenTrue, scope);
    const whenFalse = this.check(node.whenFalse, scope);
    const type = joined(whenTrue.type, whenFalse.type);
    if (type === undefined) {
      const shown = `${shownType(whenTrue.type)} and ${shownType(whenFalse.type)}`;
      this.checking.problem(node.at, `the two results differ in type: ${shown}`);
    }
    return { kind: 'choice', condition, whenTrue, whenFalse, type: type ?? dyn, at: node.at };
  }

  /** The common type of parts of a literal; dyn where they have none. */
  private common(parts: readonly Checked[]): CelType {
    const [first, ...rest] = parts;
    if (first === undefined) return dyn;
    return rest.reduce<CelType>((type, part) => joined(type, part.type) ?? dyn, first.type);
  }

  /** `?part` takes an optional and stands for what it holds. */
  private part(node: Node, optional: boolean, scope: Scope | undefined): { value: Checked; held: Checked } {
    const value = this.check(node, scope);
    if (!optional) return { value, held: value };
    if (value.type.kind !== 'optional' && value.type.kind !== 'dyn') {
      this.checking.problem(value.at, `"?" takes an optional, not ${shownType(value.type)}`);
    }
    const type = value.type.kind === 'optional' ? value.type.of : dyn;
    return { value, held: { ...value, type } };
  }

  private list(node: ListNode, scope: Scope | undefined): Checked {
    const parts = node.elements.map((element) => this.part(element.value, element.optional, scope));
    const elements = parts.map(({ value }, index) => ({ value, optional: node.elements[index]?.optional ?? false }));
    return { kind: 'list', elements, type: listOf(this.common(parts.map((part) => part.held))), at: node.at };
  }

  private map(node: MapNode, scope: Scope | undefined): Checked {
    const keys = node.entries.map((entry) => this.check(entry.key, scope));
    for (const key of keys) {
      if (!['string', 'int', 'uint', 'bool', 'dyn'].includes(key.type.kind)) {
        this.checking.problem(key.at, `${shownType(key.type)} cannot be a key`);
      }
    }
    const parts = node.entries.map((entry) => this.part(entry.value, entry.optional, scope));
    const entries = parts.map(({ value }, index) => ({
      // Both lists are made from the same entries.
      key: keys[index] as Checked,
      value,
      optional: node.entries[index]?.optional ?? false,
    }));
    const type = mapOf(this.common(parts.map((part) => part.held)), this.common(keys));
    return { kind: 'map', entries, type, at: node.at };
  }
}

/** Resolves names, types, overloads and macros. Problems are collected in `checking`. */
export function check(checking: Checking, node: Node): Checked {
  return new Checker(checking).check(node, undefined);
}
