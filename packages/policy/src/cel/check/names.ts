import type { NameNode, Node, SelectNode } from '../parse/node.ts';
import { dyn, typeOfType } from '../types.ts';
import type { Checked } from './checked.ts';
import { type Checking, localOf, type Scope } from './scope.ts';
import { closest } from '../../load/suggest.ts';

/** The dotted name that a chain of selections spells, unless a local hides its head; undefined: it spells none. */
export function dottedName(node: Node, scope: Scope | undefined): string | undefined {
  if (node.kind === 'name') {
    return node.absolute || localOf(scope, node.name) === undefined ? node.name : undefined;
  }
  if (node.kind !== 'select' || node.optional) return undefined;
  const head = dottedName(node.operand, scope);
  return head === undefined ? undefined : `${head}.${node.field}`;
}

/** The variable or type of a name or dotted name; undefined where there is none (cel-spec, "Name Resolution"). */
export function resolved(
  checking: Checking,
  node: NameNode | SelectNode,
  scope: Scope | undefined,
): Checked | undefined {
  const name = dottedName(node, scope);
  if (name === undefined) return undefined;
  const { variables, types } = checking.environment;
  const type = variables.get(name);
  if (type !== undefined) return { kind: 'variable', name, type, at: node.at };
  const value = types.get(name);
  return value === undefined ? undefined : { kind: 'constant', value, type: typeOfType, at: node.at };
}

/** A name that stands alone. */
export function checkName(checking: Checking, node: NameNode, scope: Scope | undefined): Checked {
  const local = node.absolute ? undefined : localOf(scope, node.name);
  if (local !== undefined) return { kind: 'local', local, type: local.type, at: node.at };
  const found = resolved(checking, node, scope);
  if (found !== undefined) return found;
  const known = [...checking.environment.variables.keys()];
  for (let at = scope; at !== undefined; at = at.outer) known.push(at.local.name);
  checking.problem(node.at, `there is no variable "${node.name}"`, closest(node.name, known));
  return { kind: 'constant', value: null, type: dyn, at: node.at };
}
