import type { ListMakingNode, MapMakingNode } from '../check/checked.ts';
import { MadeMap } from '../value/maps.ts';
import { type CelValue, Optional } from '../values.ts';
import { constantValue } from './calls.ts';
import type { Compiling } from './compiling.ts';
import type { Outcome, Run } from './context.ts';
import { Failure, Halt } from './halt.ts';

/** What `?part` stands for: undefined to leave it out. */
function unwrap(value: Outcome, at: number): CelValue | undefined | Halt {
  if (value === undefined || value instanceof Halt) return value;
  if (value instanceof Optional) return value.value;
  return new Failure('no-such-overload', '"?" takes an optional', at);
}

/** `[a, ?b]`. */
export function listMaking(compiling: Compiling, node: ListMakingNode): Run {
  const elements = node.elements.map(({ value, optional }) => ({
    run: compiling.value(value),
    optional,
    at: value.at,
  }));
  const constant = constantValue(node);
  if (constant !== undefined) return () => constant;
  return (context) => {
    const values: CelValue[] = [];
    for (const element of elements) {
      const value = element.run(context);
      if (value instanceof Halt) return value;
      if (!element.optional) {
        values.push(value ?? null);
        continue;
      }
      const held = unwrap(value, element.at);
      if (held instanceof Halt) return held;
      if (held !== undefined) values.push(held);
    }
    context.spend(4 + values.length);
    return values;
  };
}

/** `{a: b, ?c: d}`. */
export function mapMaking(compiling: Compiling, node: MapMakingNode): Run {
  const entries = node.entries.map(({ key, value, optional }) => ({
    key: compiling.value(key),
    value: compiling.value(value),
    optional,
    at: key.at,
  }));
  return (context) => {
    const map = new MadeMap();
    context.spend(4 + 8 * entries.length);
    for (const entry of entries) {
      const key = entry.key(context) ?? null;
      if (key instanceof Halt) return key;
      const value = entry.value(context);
      if (value instanceof Halt) return value;
      const held = entry.optional ? unwrap(value, entry.at) : (value ?? null);
      if (held instanceof Halt) return held;
      if (held !== undefined && !map.add(key, held)) {
        return new Failure('invalid-argument', map.has(key) ? 'key is there twice' : 'cannot be a key', entry.at);
      }
    }
    return map;
  };
}
