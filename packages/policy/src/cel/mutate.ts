import type { BinaryNode, CallNode, Node, TernaryNode } from './parse/node.ts';
import { parse } from './parse/parse.ts';

/** An expression with one operand changed, as a test of the cases that should notice. */
export interface Mutant {
  /** What was changed, for people: `"&&": a.b dropped`. */
  readonly description: string;
  readonly source: string;
  /** Offset in the original source of what was changed. */
  readonly offset: number;
}

const comparisons = new Set<BinaryNode['operator']>(['==', '!=', '<', '<=', '>', '>=', 'in']);

/** Macros whose last argument is a condition; of `map` and its kin the one before the last, where there is one. */
const predicates = new Set(['all', 'exists', 'exists_one', 'existsOne', 'filter']);
const transformations = new Map([
  ['map', 1],
  ['transformList', 2],
  ['transformMap', 2],
  ['transformMapEntry', 2],
]);

class Mutation {
  private readonly source: string;
  private readonly found = new Map<string, Mutant>();

  constructor(source: string, condition: boolean) {
    this.source = source;
    this.visit(parse(source), condition);
  }

  get mutants(): readonly Mutant[] {
    return [...this.found.values()];
  }

  private textOf(node: Node): string {
    return this.source.slice(node.start, node.end);
  }

  private shown(node: Node): string {
    const text = this.textOf(node).replace(/\s+/g, ' ');
    return text.length > 80 ? `${text.slice(0, 79)}…` : text;
  }

  private replace(node: Node, text: string, description: string): void {
    const source = this.source.slice(0, node.start) + text + this.source.slice(node.end);
    if (source !== this.source && !this.found.has(source)) {
      this.found.set(source, { description, source, offset: node.start });
    }
  }

  private negate(node: Node): void {
    const text = node.kind === 'unary' && node.operator === '!' ? this.textOf(node.operand) : this.textOf(node);
    this.replace(node, node.kind === 'unary' ? `(${text})` : `!(${text})`, `negated: ${this.shown(node)}`);
  }

  /** @param condition its value is a bool that decides something */
  private visit(node: Node, condition: boolean): void {
    if (condition) this.negate(node);
    switch (node.kind) {
      case 'unary':
        // To negate what `!` negates is to negate the whole.
        if (node.operator === '!') this.negate(node);
        this.visit(node.operand, false);
        return;
      case 'binary':
        this.binary(node);
        return;
      case 'ternary':
        this.ternary(node, condition);
        return;
      case 'call':
        this.call(node, condition);
        return;
      case 'select':
        this.visit(node.operand, false);
        return;
      case 'index':
        this.visit(node.operand, false);
        this.visit(node.index, false);
        return;
      case 'list':
        for (const element of node.elements) this.visit(element.value, false);
        return;
      case 'map':
        for (const entry of node.entries) this.visit(entry.value, false);
        return;
      default:
    }
  }

  private binary(node: BinaryNode): void {
    const { operator, left, right } = node;
    const logical = operator === '&&' || operator === '||';
    if (logical) {
      this.replace(node, `(${this.textOf(right)})`, `"${operator}": dropped: ${this.shown(left)}`);
      this.replace(node, `(${this.textOf(left)})`, `"${operator}": dropped: ${this.shown(right)}`);
    }
    if (comparisons.has(operator)) this.negate(node);
    this.visit(left, logical);
    this.visit(right, logical);
  }

  private ternary(node: TernaryNode, condition: boolean): void {
    this.replace(node, `(${this.textOf(node.whenTrue)})`, `"?:": always ${this.shown(node.whenTrue)}`);
    this.replace(node, `(${this.textOf(node.whenFalse)})`, `"?:": always ${this.shown(node.whenFalse)}`);
    this.visit(node.condition, true);
    this.visit(node.whenTrue, condition);
    this.visit(node.whenFalse, condition);
  }

  private call(node: CallNode, condition: boolean): void {
    const { target, name, arguments: parts } = node;
    if (target === undefined && name === 'has') return;
    if (target !== undefined) this.visit(target, false);
    const last = parts.at(-1);
    const variables = transformations.get(name);
    for (const [index, part] of parts.entries()) {
      const filtering = variables !== undefined && parts.length === variables + 2 && index === variables;
      const deciding = part === last && (predicates.has(name) || (name === 'bind' && condition));
      this.visit(part, target !== undefined && (filtering || deciding));
    }
  }
}

/**
 * Every expression that differs in one operand: dropped or negated in `&&` and `||`, comparisons and conditions negated, a
 * ternary reduced to either branch, also inside macros. Each parses again, in the place of the original.
 * @param condition the whole comes to a bool, which is negated too
 * @throws CompileError when the source itself does not parse
 */
export function mutants(source: string, condition = true): readonly Mutant[] {
  return new Mutation(source, condition).mutants;
}
