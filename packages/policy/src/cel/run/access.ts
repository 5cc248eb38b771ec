import { UnknownFact } from '@pratique/model';
import type { Checked, ElementNode, FieldNode } from '../check/checked.ts';
import type { CelType } from '../types.ts';
import { isMap } from '../value/kinds.ts';
import { type CelValue, Optional, Uint } from '../values.ts';
import type { Compiling, PlaceRun, RawRun } from './compiling.ts';
import { haltOf } from './compiling.ts';
import type { Context, Outcome, Run } from './context.ts';
import { FactMap, isRecord, ownField, type Raw, readerOf, unusual } from './facts.ts';
import { Failure, Halt, Unknowns } from './halt.ts';

const none = new Optional(undefined);

/** Names that a plain read would find elsewhere than in the facts: in what all objects, lists, dates, unknowns and halts have. */
function isTreacherous(field: string): boolean {
  return field in Array.prototype || field in Date.prototype || field === 'reason' || field.startsWith('halt');
}

/** What a part of a fact is that has none: unknown, or the halt that the fact is. */
function wrong(raw: Raw, context: Context, place: PlaceRun): Raw {
  const halt = unusual(raw, () => place(context), undefined);
  return halt instanceof Halt ? halt : undefined;
}

/** A field of what is no plain record, or is not there. */
function missing(raw: Raw, context: Context, place: PlaceRun): Raw {
  return raw === undefined || raw === null || isRecord(raw) ? undefined : wrong(raw, context, place);
}

/** Reads a field of facts as a fact. */
export function rawField(operand: RawRun, place: PlaceRun, field: string): RawRun {
  if (isTreacherous(field)) {
    return (context) => {
      const record = operand(context);
      return isRecord(record) ? ownField(record, field) : missing(record, context, place);
    };
  }
  return (context) => {
    const record = operand(context);
    if (typeof record === 'object' && record !== null) {
      // Arrays, dates and unknowns have no such property: they come to `missing`.
      const fact = (record as Readonly<Record<string, Raw>>)[field];
      if (fact !== undefined) return fact;
    }
    return missing(record, context, place);
  };
}

/** The position that an index names in a list; undefined: none. */
export function positionOf(index: CelValue): number | undefined {
  if (typeof index === 'bigint') return Number(index);
  if (index instanceof Uint) return Number(index.value);
  return typeof index === 'number' && Number.isInteger(index) ? index : undefined;
}

/** Reads an element of facts as a fact. */
export function rawElement(compiling: Compiling, node: ElementNode, operand: RawRun): RawRun {
  const index = compiling.value(node.index);
  const place = compiling.place(node.operand);
  const { kind } = node.operand.type;
  return (context) => {
    const raw = operand(context);
    const key = index(context) ?? null;
    if (key instanceof Halt) return key;
    if (Array.isArray(raw) && kind !== 'map' && kind !== 'object') {
      const position = positionOf(key);
      if (position === undefined) return new Failure('no-such-overload', 'index of a list is an int', node.at);
      if (position >= 0 && position < raw.length) return raw[position];
      return new Failure('out-of-range', `index ${position} of a list of ${raw.length}`, node.at);
    }
    if (raw === undefined || raw === null) {
      return kind === 'list' ? new Failure('out-of-range', 'index of an absent list', node.at) : undefined;
    }
    if (isRecord(raw) && kind !== 'list') return typeof key === 'string' ? ownField(raw, key) : undefined;
    return wrong(raw, context, place);
  };
}

/** Types whose values keep their place: it is taken before locals move on. */
function hasParts(type: CelType): boolean {
  return ['object', 'map', 'list', 'dyn', 'optional', 'param'].includes(type.kind);
}

/** A fact as a value of the type. */
export function valueOfRaw(raw: RawRun, type: CelType, place: PlaceRun): Run {
  const reader = readerOf(type);
  if (hasParts(type)) {
    return (context) => {
      const fact = raw(context);
      if (typeof fact !== 'object' || fact === null) return reader(fact, () => place(context), context);
      const at = place(context);
      return reader(fact, () => at, context);
    };
  }
  switch (type.kind) {
    case 'string':
      return (context) => {
        const fact = raw(context);
        return typeof fact === 'string' ? fact : reader(fact, () => place(context), context);
      };
    case 'bool':
      return (context) => {
        const fact = raw(context);
        return fact === true || fact === false ? fact : reader(fact, () => place(context), context);
      };
    default:
      return (context) => reader(raw(context), () => place(context), context);
  }
}

/** `has(operand.field)`. */
export function presence(compiling: Compiling, node: FieldNode): Run {
  const field = compiling.part(node);
  if (field === undefined) {
    const operand = compiling.value(node.operand);
    return (context) => {
      try {
        return presenceIn(operand(context), node);
      } catch (error) {
        return haltOf(error, node.at);
      }
    };
  }
  const place = compiling.place(node);
  return (context) => {
    const fact = field(context);
    if (fact === undefined || fact === null) return false;
    if (fact instanceof Halt) return fact;
    return fact instanceof UnknownFact ? new Unknowns([{ path: place(context), reason: fact.reason }]) : true;
  };
}

function presenceIn(operand: Outcome, node: FieldNode): Outcome {
  if (operand instanceof Halt) return operand;
  if (operand === undefined || operand === null) return false;
  if (operand instanceof Optional) return operand.value === undefined ? false : presenceIn(operand.value, node);
  if (operand instanceof FactMap) {
    const fact = ownField(operand.record, node.field);
    // Read as a value only to learn whether it is known.
    if (!(fact instanceof UnknownFact)) return operand.has(node.field);
    return operand.read(node.field);
  }
  if (isMap(operand)) return operand.has(node.field);
  return new Failure('no-such-overload', 'has() of what has no fields', node.at);
}

/** What a key finds in a value; `missingKey` where it finds nothing. */
function memberOf(operand: CelValue, key: CelValue, at: number): Outcome {
  if (operand instanceof FactMap) return typeof key === 'string' ? operand.read(key) : undefined;
  if (Array.isArray(operand)) {
    const position = positionOf(key);
    if (position === undefined) return new Failure('no-such-overload', 'index of a list is an int', at);
    const element: CelValue | undefined = position < 0 ? undefined : operand[position];
    return element === undefined ? new Failure('out-of-range', `index ${position} is out of range`, at) : element;
  }
  if (!isMap(operand)) return new Failure('no-such-overload', 'has neither fields nor elements', at);
  const value = operand.get(key);
  return value === undefined ? new Failure('no-such-key', `no such key: ${shownKey(key)}`, at) : value;
}

function shownKey(key: CelValue): string {
  return typeof key === 'string' ? JSON.stringify(key) : typeof key === 'object' ? 'of this kind' : String(key);
}

function isMissing(value: Outcome): boolean {
  if (value === undefined) return true;
  return value instanceof Failure && (value.haltCode === 'no-such-key' || value.haltCode === 'out-of-range');
}

/** Field or element as an optional: none where it is not there. */
function optionalMember(operand: CelValue, key: CelValue, at: number): Outcome {
  if (operand instanceof Optional) {
    return operand.value === undefined ? operand : optionalMember(operand.value, key, at);
  }
  if (operand instanceof FactMap && !operand.has(key)) return none;
  const value = memberOf(operand, key, at);
  if (isMissing(value)) return none;
  if (value instanceof Halt || value instanceof Optional || value === undefined) return value;
  return new Optional(value);
}

/** An optional field or element of facts. */
function optionalFact(part: RawRun, type: CelType, place: PlaceRun): Run {
  const reader = readerOf(type.kind === 'optional' ? type.of : type);
  return (context) => {
    const fact = part(context);
    if (fact === undefined || fact === null || (fact instanceof Failure && isMissing(fact))) return none;
    const at = place(context);
    const value = reader(fact, () => at, context);
    return value instanceof Halt ? value : new Optional(value);
  };
}

/** Fields and elements of computed values, and everything optional. */
export function memberValue(compiling: Compiling, node: FieldNode | ElementNode): Run {
  const part = node.type.kind === 'optional' ? compiling.part(node) : undefined;
  if (part !== undefined) return optionalFact(part, node.type, compiling.place(node));
  const operand = compiling.value(node.operand);
  const key: Run = node.kind === 'field' ? () => node.field : compiling.value(node.index);
  const optional = node.mode === 'optional';
  const absentList = node.operand.type.kind === 'list' || optional;
  return (context) => {
    const held = operand(context);
    if (held instanceof Halt) return held;
    const name = key(context) ?? null;
    if (name instanceof Halt) return name;
    if (held === undefined) return absentList ? none : undefined;
    try {
      if (optional || held instanceof Optional) return optionalMember(held, name, node.at);
      return memberOf(held, name, node.at);
    } catch (error) {
      return haltOf(error, node.at);
    }
  };
}

/** Whether a node's parts can be read as facts. */
export function isContainer(node: Checked): boolean {
  const type = node.type.kind === 'optional' ? node.type.of : node.type;
  return ['object', 'map', 'dyn', 'list'].includes(type.kind);
}
