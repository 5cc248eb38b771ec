import type { Uint } from '../values.ts';

/** Where a node stands in the source: parentheses around it belong to it. UTF-16 offsets, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Where a problem of this node is shown: its operator or name. */
  readonly at: number;
}

export type BinaryOperator = '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

/** A literal: its CEL value. */
export interface LiteralNode extends Range {
  readonly kind: 'literal';
  readonly value: boolean | bigint | number | string | null | Uint8Array | Uint;
}

/** A name; `absolute` with a leading dot, which comprehension variables do not shadow. */
export interface NameNode extends Range {
  readonly kind: 'name';
  readonly name: string;
  readonly absolute: boolean;
}

/** `operand.field` or `operand.?field`. */
export interface SelectNode extends Range {
  readonly kind: 'select';
  readonly operand: Node;
  readonly field: string;
  readonly optional: boolean;
}

/** `operand[index]` or `operand[?index]`. */
export interface IndexNode extends Range {
  readonly kind: 'index';
  readonly operand: Node;
  readonly index: Node;
  readonly optional: boolean;
}

/** `name(…)` or `target.name(…)`; macros are calls too. */
export interface CallNode extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly target: Node | undefined;
  readonly arguments: readonly Node[];
}

export interface UnaryNode extends Range {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Node;
}

export interface BinaryNode extends Range {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

export interface TernaryNode extends Range {
  readonly kind: 'ternary';
  readonly condition: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

export interface ListNode extends Range {
  readonly kind: 'list';
  readonly elements: readonly { readonly value: Node; readonly optional: boolean }[];
}

export interface MapNode extends Range {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Node; readonly value: Node; readonly optional: boolean }[];
}

/** The syntax tree of an expression (cel-spec, langdef.md, "Syntax"); macros are not expanded. */
export type Node =
  | LiteralNode
  | NameNode
  | SelectNode
  | IndexNode
  | CallNode
  | UnaryNode
  | BinaryNode
  | TernaryNode
  | ListNode
  | MapNode;
