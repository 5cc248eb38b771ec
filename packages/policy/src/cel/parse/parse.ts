import { CompileError } from '../problem.ts';
import { sourceLimits } from './limits.ts';
import type { BinaryOperator, Node } from './node.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Binary operators by how tightly they bind (langdef.md, "Syntax"). */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>=', '>', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

const reserved = new Set(
  (
    'as break const continue else for function if import let loop package namespace return var void while ' +
    'false in null true'
  ).split(' '),
);
/** Words of the grammar itself: not even a field may be called so without backquotes. */
const keywords = new Set(['false', 'in', 'null', 'true']);

const constants = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Shortest possible of `Omit` over a union. */
type Bare<N> = N extends Node ? Omit<N, 'start' | 'end' | 'at'> : never;

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;
  private nodes = 0;
  private depth = 0;
  /** Height of each node's tree: chains of operators nest without recursion here, yet with recursion later. */
  private readonly heights = new WeakMap<Node, number>();

  constructor(source: string) {
    this.tokens = tokensOf(source);
  }

  whole(): Node {
    const node = this.expression();
    if (this.next.kind !== 'end') this.refuse(`unexpected ${this.shown()}`);
    return node;
  }

  private get next(): Token {
    // The last token is `end` and is never passed.
    return this.tokens[this.position] as Token;
  }

  private shown(): string {
    return this.next.kind === 'literal' ? 'literal' : JSON.stringify(this.next.text);
  }

  private refuse(message: string, offset = this.next.start): never {
    throw new CompileError([{ message, offset }]);
  }

  private is(text: string): boolean {
    return this.next.kind === 'symbol' ? this.next.text === text : text === 'in' && this.isName('in');
  }

  private isName(text: string): boolean {
    return this.next.kind === 'name' && this.next.text === text;
  }

  private accept(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.position += 1;
    return true;
  }

  private expect(symbol: string): Token {
    const token = this.next;
    if (!this.accept(symbol)) this.refuse(`expected "${symbol}" before ${this.shown()}`);
    return token;
  }

  private node<N extends Node>(bare: Bare<N>, start: number, end: number, at: number, parts: readonly Node[]): Node {
    this.nodes += 1;
    if (this.nodes > sourceLimits.nodes) this.refuse(`expression has more than ${sourceLimits.nodes} parts`, at);
    const height = 1 + Math.max(0, ...parts.map((part) => this.heights.get(part) ?? 0));
    if (height > sourceLimits.depth) this.refuse(`expression nests deeper than ${sourceLimits.depth}`, at);
    // `Bare` takes away exactly the three fields that are added here.
    const node = { ...bare, start, end, at } as unknown as Node;
    this.heights.set(node, height);
    return node;
  }

  private nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > sourceLimits.depth) this.refuse(`expression nests deeper than ${sourceLimits.depth}`);
    const result = parse();
    this.depth -= 1;
    return result;
  }

  expression(): Node {
    return this.nested(() => {
      const condition = this.binary(0);
      const at = this.next.start;
      if (!this.accept('?')) return condition;
      const whenTrue = this.binary(0);
      this.expect(':');
      const whenFalse = this.expression();
      const parts = [condition, whenTrue, whenFalse];
      return this.node({ kind: 'ternary', condition, whenTrue, whenFalse }, condition.start, whenFalse.end, at, parts);
    });
  }

  private binary(level: number): Node {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((operator) => this.is(operator));
      if (operator === undefined) return left;
      const at = this.next.start;
      this.position += 1;
      const right = this.binary(level + 1);
      left = this.node({ kind: 'binary', operator, left, right }, left.start, right.end, at, [left, right]);
    }
  }

  private unary(): Node {
    const { start } = this.next;
    if (this.accept('!')) {
      const operand = this.nested(() => this.unary());
      return this.node({ kind: 'unary', operator: '!', operand }, start, operand.end, start, [operand]);
    }
    if (!this.accept('-')) return this.postfix();
    if (this.next.kind === 'literal' && this.next.start === start + 1) {
      const { value } = this.next;
      if (typeof value === 'bigint' || typeof value === 'number') return this.postfix(start);
    }
    const operand = this.nested(() => this.unary());
    return this.node({ kind: 'unary', operator: '-', operand }, start, operand.end, start, [operand]);
  }

  /** @param minus where the sign of a negative number stands */
  private postfix(minus?: number): Node {
    let operand = minus === undefined ? this.primary() : this.literal(minus);
    for (;;) {
      if (this.accept('.')) operand = this.member(operand);
      else if (this.is('[')) operand = this.indexed(operand);
      else if (this.is('{')) this.refuse('messages cannot be made here');
      else return operand;
    }
  }

  private member(operand: Node): Node {
    const optional = this.accept('?');
    const name = this.next;
    const field = this.fieldName();
    if (!optional && name.kind === 'name' && this.is('(')) {
      const [parts, end] = this.list(')');
      const call = { kind: 'call', name: field, target: operand, arguments: parts } as const;
      return this.node(call, operand.start, end, name.start, [operand, ...parts]);
    }
    return this.node({ kind: 'select', operand, field, optional }, operand.start, name.end, name.start, [operand]);
  }

  private fieldName(): string {
    const name = this.next;
    if (name.kind !== 'quoted-name' && (name.kind !== 'name' || keywords.has(name.text))) {
      this.refuse(`expected a field's name before ${this.shown()}`);
    }
    this.position += 1;
    return name.text;
  }

  private indexed(operand: Node): Node {
    const at = this.expect('[').start;
    const optional = this.accept('?');
    const index = this.expression();
    const { end } = this.expect(']');
    return this.node({ kind: 'index', operand, index, optional }, operand.start, end, at, [operand, index]);
  }

  /** Elements up to the closing bracket, the opening one included; a trailing comma is allowed in lists. */
  private list(closing: ')' | ']'): readonly [readonly Node[], number] {
    this.position += 1;
    const parts: Node[] = [];
    while (!this.is(closing)) {
      parts.push(this.expression());
      if (!this.accept(',')) break;
      if (closing === ')' && this.is(closing)) this.refuse('expected an argument');
    }
    return [parts, this.expect(closing).end];
  }

  private literal(minus?: number): Node {
    const token = this.next;
    let value = token.value ?? null;
    this.position += 1;
    if (minus !== undefined && (typeof value === 'bigint' || typeof value === 'number')) value = -value;
    if (value === 2n ** 63n) this.refuse('int literal out of range', token.start);
    const start = minus ?? token.start;
    return this.node({ kind: 'literal', value }, start, token.end, start, []);
  }

  private primary(): Node {
    const token = this.next;
    if (token.kind === 'literal') return this.literal();
    if (token.kind === 'name') return this.named(token, token.start, false);
    if (this.is('(')) return this.parenthesised();
    if (this.is('[')) return this.listLiteral();
    if (this.is('{')) return this.mapLiteral();
    if (this.accept('.')) {
      const name = this.next;
      if (name.kind !== 'name') this.refuse(`expected a name before ${this.shown()}`);
      return this.named(name, token.start, true);
    }
    return this.refuse(token.kind === 'end' ? 'expression ends too early' : `unexpected ${this.shown()}`);
  }

  private named(token: Token, start: number, absolute: boolean): Node {
    this.position += 1;
    const name = token.text;
    const constant = constants.get(name);
    if (constant !== undefined && !absolute) {
      return this.node({ kind: 'literal', value: constant }, start, token.end, start, []);
    }
    if (this.is('(') && !keywords.has(name)) {
      const [parts, end] = this.list(')');
      return this.node({ kind: 'call', name, target: undefined, arguments: parts }, start, end, token.start, parts);
    }
    if (reserved.has(name)) this.refuse(`"${name}" is a reserved word`, token.start);
    return this.node({ kind: 'name', name, absolute }, start, token.end, token.start, []);
  }

  private parenthesised(): Node {
    const { start } = this.expect('(');
    const inner = this.expression();
    const { end } = this.expect(')');
    // The parentheses become part of the node, so that its range can be replaced as a whole.
    const node = { ...inner, start, end };
    this.heights.set(node, this.heights.get(inner) ?? 1);
    return node;
  }

  private listLiteral(): Node {
    const { start } = this.expect('[');
    const elements: { value: Node; optional: boolean }[] = [];
    while (!this.is(']')) {
      const optional = this.accept('?');
      elements.push({ value: this.expression(), optional });
      if (!this.accept(',')) break;
    }
    const { end } = this.expect(']');
    const parts = elements.map((element) => element.value);
    return this.node({ kind: 'list', elements }, start, end, start, parts);
  }

  private mapLiteral(): Node {
    const { start } = this.expect('{');
    const entries: { key: Node; value: Node; optional: boolean }[] = [];
    while (!this.is('}')) {
      const optional = this.accept('?');
      const key = this.expression();
      this.expect(':');
      entries.push({ key, value: this.expression(), optional });
      if (!this.accept(',')) break;
    }
    const { end } = this.expect('}');
    const parts = entries.flatMap((entry) => [entry.key, entry.value]);
    return this.node({ kind: 'map', entries }, start, end, start, parts);
  }
}

/**
 * Parses a CEL expression (cel-spec, langdef.md, "Syntax") with optional syntax (`a.?b`, `a[?b]`, `[?a]`, `{?a: b}`).
 * @throws CompileError with one problem; also beyond the limits of `sourceLimits`
 */
export function parse(source: string): Node {
  if (source.length > sourceLimits.length) {
    throw new CompileError([
      { message: `expression is longer than ${sourceLimits.length} characters`, offset: sourceLimits.length },
    ]);
  }
  return new Parser(source).whole();
}
