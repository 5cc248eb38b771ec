import type { CelFunction } from '../function.ts';
import type { CallNode } from '../parse/node.ts';
import { type CelType, dyn } from '../types.ts';
import { assignable, isDynamic, shownType, substitute, type Substitution } from './assign.ts';
import type { Checked } from './checked.ts';
import { macroNames } from './macro-names.ts';
import { dottedName } from './names.ts';
import type { CheckNode, Checking, Scope } from './scope.ts';
import { closest } from '../../load/suggest.ts';

/** Parameters with the receiver first. */
export function parametersOf(overload: CelFunction): readonly CelType[] {
  return overload.receiver === undefined ? overload.parameters : [overload.receiver, ...overload.parameters];
}

function matched(overload: CelFunction, arguments_: readonly Checked[]): Substitution | undefined {
  const parameters = parametersOf(overload);
  if (parameters.length !== arguments_.length) return undefined;
  const substitution: Substitution = new Map();
  const fits = arguments_.every((argument, index) => {
    const parameter = parameters[index];
    return parameter !== undefined && assignable(parameter, argument.type, substitution);
  });
  return fits ? substitution : undefined;
}

function sameType(left: CelType, right: CelType): boolean {
  return shownType(left) === shownType(right);
}

function invocation(
  checking: Checking,
  node: CallNode,
  known: readonly CelFunction[],
  parts: readonly Checked[],
): Checked {
  const matches = known.flatMap((overload) => {
    const substitution = matched(overload, parts);
    return substitution === undefined ? [] : [{ overload, type: substitute(overload.result, substitution) }];
  });
  const [first] = matches;
  if (first === undefined) {
    const shown = parts.map((part) => shownType(part.type)).join(', ');
    checking.problem(node.at, `${node.name} does not take (${shown})`);
    return { kind: 'constant', value: null, type: dyn, at: node.at };
  }
  return {
    kind: 'invocation',
    name: known[0]?.name ?? node.name,
    overloads: matches.map((match) => match.overload),
    dynamic: matches.length > 1 || parts.some((part) => isDynamic(part.type) || part.type.kind === 'null'),
    arguments: parts,
    type: matches.every((match) => sameType(match.type, first.type)) ? first.type : dyn,
    at: node.at,
  };
}

/** A name that is no function and no method. Arguments are left alone: they may name what a misspelt macro would bind. */
function unknownCall(checking: Checking, node: CallNode, name: string, kind: 'function' | 'method'): Checked {
  const { functions, methods } = checking.environment;
  if (macroNames.includes(node.name)) {
    checking.problem(node.at, `${node.name} takes other arguments`);
  } else {
    const known = kind === 'function' ? functions.keys() : methods.keys();
    checking.problem(node.at, `there is no ${kind} "${name}"`, closest(name, [...macroNames, ...known]));
  }
  return { kind: 'constant', value: null, type: dyn, at: node.at };
}

function isNamespace(functions: ReadonlyMap<string, unknown>, name: string): boolean {
  return functions.keys().some((key) => key.startsWith(`${name}.`));
}

/** Calls of functions, of methods and of functions with dotted names: `sets.contains(…)`. */
export function checkCall(checking: Checking, check: CheckNode, node: CallNode, scope: Scope | undefined): Checked {
  const { functions, methods } = checking.environment;
  const { target } = node;
  const prefix = target === undefined ? '' : dottedName(target, scope);
  const dotted = prefix === '' ? node.name : `${prefix}.${node.name}`;
  const parts = (): Checked[] => node.arguments.map((argument) => check(argument, scope));
  const known = prefix === undefined ? undefined : functions.get(dotted);
  if (known !== undefined) return invocation(checking, node, known, parts());
  if (target === undefined || (prefix !== undefined && isNamespace(functions, prefix))) {
    return unknownCall(checking, node, dotted, 'function');
  }
  const receiver = check(target, scope);
  const method = methods.get(node.name);
  if (method === undefined) return unknownCall(checking, node, node.name, 'method');
  return invocation(checking, node, method, [receiver, ...parts()]);
}
