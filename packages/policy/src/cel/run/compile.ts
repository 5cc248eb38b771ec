import type { BindingNode, Checked, ElementNode, FieldNode, Local, OptionalMapNode } from '../check/checked.ts';
import { reads } from '../check/walk.ts';
import { Optional, Timestamp } from '../values.ts';
import { isContainer, memberValue, presence, rawElement, rawField, valueOfRaw } from './access.ts';
import { invocation } from './calls.ts';
import { comparison, membership } from './compare.ts';
import type { Compiling, PlaceRun, RawRun } from './compiling.ts';
import { arithmetic, minus } from './compute.ts';
import type { Outcome, Run } from './context.ts';
import { placeBelow, type Raw, shownFact } from './facts.ts';
import { Failure, Halt } from './halt.ts';
import { listMaking, mapMaking } from './literals.ts';
import { choice, logic, not } from './logic.ts';
import { loop } from './loops.ts';

class Compilation implements Compiling {
  readonly moving: boolean;
  private readonly tracing: boolean;
  private readonly roots = new Map<string, number>();
  private readonly factPlaces = new Map<number, PlaceRun>();
  private readonly firstRoot: number;

  constructor(root: Checked, localSlots: number, tracing: boolean) {
    this.moving = reads(root, 'now');
    this.tracing = tracing;
    this.firstRoot = localSlots;
  }

  get rootNames(): readonly string[] {
    return [...this.roots.keys()];
  }

  rootSlot(name: string): number {
    let slot = this.roots.get(name);
    if (slot === undefined) {
      slot = this.firstRoot + this.roots.size;
      this.roots.set(name, slot);
    }
    return slot;
  }

  holdFacts(local: Local, place: PlaceRun): void {
    this.factPlaces.set(local.slot, place);
  }

  value(node: Checked): Run {
    const raw = this.raw(node);
    if (raw !== undefined) return valueOfRaw(raw, node.type, this.place(node));
    switch (node.kind) {
      case 'constant': {
        const { value } = node;
        return () => value;
      }
      case 'variable':
        return (context) => new Timestamp(context.now, 1);
      case 'local': {
        const { slot } = node.local;
        // Compiled so that the slot of a local that holds no facts holds an outcome.
        return (context) => context.slots[slot] as Outcome;
      }
      case 'field':
        return node.mode === 'has' ? presence(this, node) : memberValue(this, node);
      case 'element':
        return memberValue(this, node);
      case 'invocation':
        return invocation(this, node);
      case 'not':
        return not(this, node);
      case 'minus':
        return minus(this, node);
      default:
        return this.operation(node);
    }
  }

  private operation(
    node: Exclude<
      Checked,
      { kind: 'constant' | 'variable' | 'local' | 'field' | 'element' | 'invocation' | 'not' | 'minus' }
    >,
  ): Run {
    switch (node.kind) {
      case 'logic':
        return logic(this, node);
      case 'comparison':
        return comparison(this, node);
      case 'arithmetic':
        return arithmetic(this, node);
      case 'membership':
        return membership(this, node);
      case 'choice':
        return choice(this, node);
      case 'list':
        return listMaking(this, node);
      case 'map':
        return mapMaking(this, node);
      case 'loop':
        return loop(this, node);
      case 'binding':
        return this.binding(node);
      case 'optional-map':
        return this.optionalMap(node);
      default:
        return node satisfies never;
    }
  }

  private binding(node: BindingNode): Run {
    const { slot } = node.local;
    const raw = this.rawWithin(node.value);
    if (raw !== undefined) this.holdFacts(node.local, this.place(node.value));
    const value = raw ?? this.value(node.value);
    const body = this.value(node.body);
    return (context) => {
      context.slots[slot] = value(context);
      return body(context);
    };
  }

  private optionalMap(node: OptionalMapNode): Run {
    const { slot } = node.local;
    const target = this.value(node.target);
    const body = this.value(node.body);
    return (context) => {
      const held = target(context);
      if (held instanceof Halt) return held;
      if (!(held instanceof Optional)) return new Failure('no-such-overload', 'expected an optional', node.at);
      if (held.value === undefined) return held;
      context.slots[slot] = held.value;
      const value = body(context);
      return node.flat || value instanceof Halt ? value : new Optional(value);
    };
  }

  raw(node: Checked): RawRun | undefined {
    return this.recorded(node, this.rawWithin(node));
  }

  part(node: FieldNode | ElementNode): RawRun | undefined {
    return this.recorded(node, this.rawPart(node));
  }

  /** The same, writing down what it reads where somebody asks. */
  private recorded(node: Checked, raw: RawRun | undefined): RawRun | undefined {
    if (raw === undefined || !this.tracing) return raw;
    const place = this.place(node);
    return (context) => {
      const fact = raw(context);
      context.trace?.set(place(context), shownFact(fact));
      return fact;
    };
  }

  rawWithin(node: Checked): RawRun | undefined {
    switch (node.kind) {
      case 'variable': {
        if (node.name === 'now') return undefined;
        const slot = this.rootSlot(node.name);
        return (context) => context.slots[slot] as Raw;
      }
      case 'local': {
        const { slot } = node.local;
        return this.factPlaces.has(slot) ? (context) => context.slots[slot] as Raw : undefined;
      }
      case 'field':
      case 'element':
        return node.mode === 'value' && node.type.kind !== 'optional' ? this.rawPart(node) : undefined;
      default:
        return undefined;
    }
  }

  /** What is absent has no parts, as an optional that is none: a chain of optional fields is a chain of facts. */
  private rawPart(node: FieldNode | ElementNode): RawRun | undefined {
    const { operand } = node;
    if (!isContainer(operand)) return undefined;
    const isPart = operand.kind === 'field' || operand.kind === 'element';
    const raw = isPart && operand.type.kind === 'optional' ? this.rawPart(operand) : this.rawWithin(operand);
    if (raw === undefined) return undefined;
    return node.kind === 'field' ? rawField(raw, this.place(operand), node.field) : rawElement(this, node, raw);
  }

  place(node: Checked): PlaceRun {
    switch (node.kind) {
      case 'variable':
        return () => node.name;
      case 'local':
        return this.factPlaces.get(node.local.slot) ?? (() => node.local.name);
      case 'field': {
        const operand = this.place(node.operand);
        return (context) => placeBelow(operand(context), node.field);
      }
      case 'element': {
        const operand = this.place(node.operand);
        const index = this.value(node.index);
        return (context) => {
          const key = index(context);
          return placeBelow(operand(context), typeof key === 'string' ? key : Number(key));
        };
      }
      default:
        return () => '';
    }
  }
}

/** An expression ready to run. */
export interface Program {
  readonly run: Run;
  /** Root variables that it reads and the first of their slots; they follow one another. */
  readonly roots: readonly string[];
  readonly firstRoot: number;
}

/**
 * Compiles a checked expression to closures.
 * @param localSlots places that its locals take
 * @param tracing what it reads is written to the context's trace
 */
export function program(root: Checked, localSlots: number, tracing: boolean): Program {
  const compilation = new Compilation(root, localSlots, tracing);
  const run = compilation.value(root);
  return { run, roots: compilation.rootNames, firstRoot: localSlots };
}
