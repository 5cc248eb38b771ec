import type { CelFunction } from '../function.ts';
import type { BinaryOperator } from '../parse/node.ts';
import type { CelType } from '../types.ts';
import type { CelValue } from '../values.ts';

/** What every checked node says. */
interface Typed {
  readonly type: CelType;
  /** Offset to show with an error. */
  readonly at: number;
}

/** A variable that a macro binds. `slot + 1` keeps where the element stands: index or key. */
export interface Local {
  readonly name: string;
  readonly type: CelType;
  readonly slot: number;
}

export interface ConstantNode extends Typed {
  readonly kind: 'constant';
  readonly value: CelValue;
}
export interface VariableNode extends Typed {
  readonly kind: 'variable';
  readonly name: string;
}
export interface LocalNode extends Typed {
  readonly kind: 'local';
  readonly local: Local;
}
/** `mode`: the field's value, an optional of it, or whether it is there. */
export interface FieldNode extends Typed {
  readonly kind: 'field';
  readonly mode: 'value' | 'optional' | 'has';
  readonly operand: Checked;
  readonly field: string;
}
export interface ElementNode extends Typed {
  readonly kind: 'element';
  readonly mode: 'value' | 'optional';
  readonly operand: Checked;
  readonly index: Checked;
}
export interface InvocationNode extends Typed {
  readonly kind: 'invocation';
  readonly name: string;
  /** Overloads that the static types allow. */
  readonly overloads: readonly CelFunction[];
  /** Types are told at run time alone: arguments must be looked at. */
  readonly dynamic: boolean;
  readonly arguments: readonly Checked[];
}
export interface NegationNode extends Typed {
  readonly kind: 'not' | 'minus';
  readonly operand: Checked;
}
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export interface OperationNode<Kind extends string, Operator extends BinaryOperator> extends Typed {
  readonly kind: Kind;
  readonly operator: Operator;
  readonly left: Checked;
  readonly right: Checked;
}
export type LogicNode = OperationNode<'logic', '&&' | '||'>;
export type ComparisonNode = OperationNode<'comparison', ComparisonOperator>;
export type ArithmeticNode = OperationNode<'arithmetic', ArithmeticOperator>;
export type MembershipNode = OperationNode<'membership', 'in'>;
export interface ChoiceNode extends Typed {
  readonly kind: 'choice';
  readonly condition: Checked;
  readonly whenTrue: Checked;
  readonly whenFalse: Checked;
}
export interface ListMakingNode extends Typed {
  readonly kind: 'list';
  readonly elements: readonly { readonly value: Checked; readonly optional: boolean }[];
}
export interface MapMakingNode extends Typed {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Checked; readonly value: Checked; readonly optional: boolean }[];
}
export type LoopForm = 'all' | 'exists' | 'exists-one' | 'list' | 'map' | 'map-entries';
/** A macro that goes through a list or map. */
export interface LoopNode extends Typed {
  readonly kind: 'loop';
  readonly form: LoopForm;
  readonly range: Checked;
  /** With two variables: index or key. */
  readonly key: Local | undefined;
  /** The element; for a map with one variable its key. */
  readonly element: Local;
  /** Elements that do not meet it are passed over; for all, exists and exists-one the predicate itself. */
  readonly condition: Checked | undefined;
  /** What an element becomes; undefined: itself. */
  readonly body: Checked | undefined;
}
export interface BindingNode extends Typed {
  readonly kind: 'binding';
  readonly local: Local;
  readonly value: Checked;
  readonly body: Checked;
}
/** `optMap` and, with `flat`, `optFlatMap`. */
export interface OptionalMapNode extends Typed {
  readonly kind: 'optional-map';
  readonly local: Local;
  readonly target: Checked;
  readonly body: Checked;
  readonly flat: boolean;
}

/** An expression whose names, types and overloads are resolved and whose macros are expanded. */
export type Checked =
  | ConstantNode
  | VariableNode
  | LocalNode
  | FieldNode
  | ElementNode
  | InvocationNode
  | NegationNode
  | LogicNode
  | ComparisonNode
  | ArithmeticNode
  | MembershipNode
  | ChoiceNode
  | ListMakingNode
  | MapMakingNode
  | LoopNode
  | BindingNode
  | OptionalMapNode;
