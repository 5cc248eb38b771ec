import type { Checked, LoopNode } from '../check/checked.ts';
import { weightOf } from '../check/walk.ts';
import { isMap } from '../value/kinds.ts';
import { MadeMap } from '../value/maps.ts';
import type { CelMap, CelValue } from '../values.ts';
import { type Compiling, haltOf } from './compiling.ts';
import type { Context, Outcome, Run } from './context.ts';
import { isRecord, ownField, placeBelow, presentKeys, type Raw, unusual } from './facts.ts';
import { Failure, Halt, merged } from './halt.ts';
import { condition } from './logic.ts';

/** What a loop goes through: facts or values, and the keys of a map. */
interface Entries {
  readonly items: readonly unknown[];
  /** Undefined: a list, whose keys are positions. */
  readonly keys: readonly CelValue[] | undefined;
}

type RangeRun = (context: Context) => Entries | Halt;

const nothing: Entries = { items: [], keys: undefined };

/** Undefined where the fact is neither, or not the one of the two that its type says. */
function factEntries(raw: Raw, node: LoopNode, context: Context): Entries | undefined {
  const { kind } = node.range.type;
  if (Array.isArray(raw)) return kind === 'map' ? undefined : { items: raw, keys: undefined };
  if (raw === undefined || raw === null) return nothing;
  if (kind === 'list' || !isRecord(raw)) return undefined;
  const two = node.key !== undefined;
  const keys = presentKeys(raw, context);
  return { items: two ? keys.map((key) => ownField(raw, key)) : keys, keys };
}

function mapEntries(map: CelMap, two: boolean): Entries {
  const keys = map.keys();
  return { items: two ? keys.map((key) => map.get(key)) : keys, keys };
}

function rangeRun(compiling: Compiling, node: LoopNode): RangeRun {
  const two = node.key !== undefined;
  const raw = compiling.raw(node.range);
  if (raw !== undefined) {
    const place = compiling.place(node.range);
    return (context) => {
      const fact = raw(context);
      const entries = factEntries(fact, node, context);
      if (entries !== undefined) return entries;
      const halt = unusual(fact, () => place(context), undefined);
      return halt instanceof Halt ? halt : nothing;
    };
  }
  const range = compiling.value(node.range);
  return (context) => {
    const value = range(context);
    if (value instanceof Halt) return value;
    if (value === undefined) return nothing;
    if (Array.isArray(value)) return { items: value, keys: undefined };
    if (!isMap(value)) return new Failure('no-such-overload', 'is neither list nor map', node.at);
    try {
      return mapEntries(value, two);
    } catch (error) {
      return haltOf(error, node.at);
    }
  };
}

/** What a loop does with its elements, one after another. Returns an outcome to end early. */
interface Step {
  /** @param key a map's key; of a list the position, as a number */
  each(context: Context, key: CelValue): Outcome;
  end(): Outcome;
}

/** A position as an int. */
function keyValue(key: CelValue): CelValue {
  return typeof key === 'number' ? BigInt(key) : key;
}

/** What it costs to keep an element, beside what making it costs. */
const keepingCost = 10;

/** Binds the variables and runs a step for each element. */
function iterate(node: LoopNode, range: RangeRun, weight: number, begin: () => Step): Run {
  const elementSlot = node.element.slot;
  const keySlot = node.key?.slot;
  return (context) => {
    const entries = range(context);
    if (entries instanceof Halt) return entries;
    const { items, keys } = entries;
    const { slots } = context;
    const step = begin();
    for (let i = 0; i < items.length; i += 1) {
      context.spend(weight);
      const key = keys === undefined ? i : (keys[i] ?? null);
      slots[elementSlot] = items[i];
      slots[elementSlot + 1] = key;
      if (keySlot !== undefined) slots[keySlot] = keyValue(key);
      const outcome = step.each(context, key);
      if (outcome !== undefined) return outcome;
    }
    return step.end();
  };
}

/** `all` and `exists` on positions alone, without a step object: what conditions are mostly made of. */
function quantifier(node: LoopNode, range: RangeRun, weight: number, test: Run): Run {
  const deciding = node.form === 'exists';
  const elementSlot = node.element.slot;
  const keySlot = node.key?.slot;
  const { at } = node;
  return (context) => {
    const entries = range(context);
    if (entries instanceof Halt) return entries;
    const { items, keys } = entries;
    const { slots } = context;
    let halted: Halt | undefined;
    for (let i = 0; i < items.length; i += 1) {
      context.spend(weight);
      slots[elementSlot] = items[i];
      slots[elementSlot + 1] = keys === undefined ? i : keys[i];
      if (keySlot !== undefined) slots[keySlot] = keys === undefined ? BigInt(i) : keys[i];
      const outcome = test(context);
      if (outcome === deciding) return deciding;
      if (outcome === !deciding) continue;
      const decided = condition(outcome, at);
      if (decided === deciding) return deciding;
      if (decided instanceof Halt) halted = halted === undefined ? decided : merged(halted, decided);
    }
    return halted ?? !deciding;
  };
}

function counting(test: Run, at: number): () => Step {
  return () => {
    let count = 0;
    let halted: Halt | undefined;
    return {
      each(context) {
        const decided = condition(test(context), at);
        if (decided instanceof Halt) halted = halted === undefined ? decided : merged(halted, decided);
        else if (decided) count += 1;
        return undefined;
      },
      end: () => halted ?? count === 1,
    };
  };
}

/** Runs `take` for each element that meets the condition. */
function collecting(
  test: Run | undefined,
  at: number,
  begin: () => { take(context: Context, key: CelValue): Outcome; end(): Outcome },
): () => Step {
  return () => {
    const collection = begin();
    return {
      each(context, key) {
        const decided = test === undefined ? true : condition(test(context), at);
        if (decided instanceof Halt) return decided;
        return decided ? collection.take(context, key) : undefined;
      },
      end: () => collection.end(),
    };
  };
}

function intoList(body: Run): () => { take(context: Context): Outcome; end(): Outcome } {
  return () => {
    const values: CelValue[] = [];
    return {
      take(context) {
        const value = body(context);
        if (value instanceof Halt) return value;
        values.push(value ?? null);
        return undefined;
      },
      end: () => values,
    };
  };
}

function intoMap(body: Run, entries: boolean, at: number): () => ReturnType<ReturnType<typeof intoList>> {
  return () => {
    const map = new MadeMap();
    const add = (key: CelValue, value: CelValue): Outcome =>
      map.add(key, value) ? undefined : new Failure('invalid-argument', 'key is there twice', at);
    return {
      take(context: Context, key: CelValue = null) {
        context.spend(2 * keepingCost);
        const value = body(context) ?? null;
        if (value instanceof Halt) return value;
        if (!entries) return add(keyValue(key), value);
        if (!isMap(value)) return new Failure('no-such-overload', 'transformMapEntry needs a map', at);
        for (const each of value.keys()) {
          const failed = add(each, value.get(each) ?? null);
          if (failed !== undefined) return failed;
        }
        return undefined;
      },
      end: () => map,
    };
  };
}

/** What one round costs at least: its nodes, each about as much as a step and the making of its value. */
function costOfRound(node: LoopNode): number {
  const parts = [node.condition, node.body].filter((part) => part !== undefined);
  return 2 * parts.reduce((sum, part) => sum + weightOf(part), 2);
}

/** Macros that go through a list or map. Variables hold facts where the range is a fact. */
export function loop(compiling: Compiling, node: LoopNode): Run {
  const range = rangeRun(compiling, node);
  if (compiling.raw(node.range) !== undefined) holdElement(compiling, node);
  const test = node.condition === undefined ? undefined : compiling.value(node.condition);
  const weight = costOfRound(node);
  const { form, at } = node;
  if ((form === 'all' || form === 'exists') && test !== undefined) return quantifier(node, range, weight, test);
  if (form === 'exists-one' && test !== undefined) return iterate(node, range, weight, counting(test, at));
  const element: Checked = { kind: 'local', local: node.element, type: node.element.type, at };
  const body = compiling.value(node.body ?? element);
  const into = form === 'list' ? intoList(body) : intoMap(body, form === 'map-entries', at);
  return iterate(node, range, weight + keepingCost, collecting(test, at, into));
}

function holdElement(compiling: Compiling, node: LoopNode): void {
  const range = compiling.place(node.range);
  const keySlot = node.element.slot + 1;
  compiling.holdFacts(node.element, (context) => {
    const key = context.slots[keySlot];
    return placeBelow(range(context), typeof key === 'number' ? key : String(key));
  });
}
