import { type Fact, UnknownFact } from '@pratique/model';
import type { Meter } from '../function.ts';
import { type CelType, dyn } from '../types.ts';
import { type CelMap, type CelValue, Duration, Optional, Timestamp, Uint } from '../values.ts';
import { formatDuration, formatTimestamp, parseDuration, parseTimestamp } from '../value/moments.ts';
import type { Outcome } from './context.ts';
import { Halt, HaltSignal, Unknowns } from './halt.ts';

/** A fact on its way to a value. */
export type Raw = Fact | Halt;

/** Says where a fact stands; called only when somebody needs to know. */
export type Place = () => string;

/** Reads a fact as a value of one type: absent as its zero, UnknownFact and wrong types as unknown. */
export type Reader = (raw: Raw, place: Place, meter: Meter) => Outcome;

const wrongType = 'has the wrong type';

/** A place below another: `.field`, `["odd name"]` or `[0]`. */
export function placeBelow(place: string, key: string | number): string {
  if (typeof key === 'number') return `${place}[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `${place}.${key}` : `${place}[${JSON.stringify(key)}]`;
}

/** What is left when a fact is not simply of its type. */
export function unusual(raw: Raw, place: Place, zero: Outcome): Outcome {
  if (raw === undefined || raw === null) return zero;
  if (raw instanceof Halt) return raw;
  return new Unknowns([{ path: place(), reason: raw instanceof UnknownFact ? raw.reason : wrongType }]);
}

/** Whether a fact has fields. */
export function isRecord(raw: unknown): raw is Readonly<Record<string, Fact>> {
  return (
    typeof raw === 'object' &&
    raw !== null &&
    !Array.isArray(raw) &&
    !(raw instanceof Date) &&
    !(raw instanceof UnknownFact) &&
    !(raw instanceof Halt)
  );
}

/** A field of facts by its own name, never one of the prototype. */
export function ownField(record: Readonly<Record<string, Fact>>, field: string): Fact {
  return Object.hasOwn(record, field) ? record[field] : undefined;
}

/** Units that it costs to look at one key of a record: large ones are slow to go through. */
const keyCost = 8;

/** Names of the fields that are there. */
export function presentKeys(record: Readonly<Record<string, Fact>>, meter: Meter): readonly string[] {
  const keys = Object.keys(record).filter((key) => record[key] !== undefined && record[key] !== null);
  meter.spend(keyCost * keys.length);
  return keys;
}

/** Facts with fields, read where they are asked for. */
export class FactMap implements CelMap {
  readonly record: Readonly<Record<string, Fact>>;
  private readonly type: CelType;
  private readonly place: Place;
  private readonly meter: Meter;

  constructor(record: Readonly<Record<string, Fact>>, type: CelType, place: Place, meter: Meter) {
    this.record = record;
    this.type = type;
    this.place = place;
    this.meter = meter;
  }

  private fieldType(field: string): CelType {
    if (this.type.kind === 'map') return this.type.value;
    return this.type.kind === 'object' ? (this.type.fields[field]?.type ?? dyn) : dyn;
  }

  /** The field's value, which may be a halt; undefined: absent. */
  read(field: string): Outcome {
    this.meter.spend(5);
    const fact = ownField(this.record, field);
    return readerOf(this.fieldType(field))(fact, () => placeBelow(this.place(), field), this.meter);
  }

  get size(): number {
    return this.keys().length;
  }

  get(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') return undefined;
    const value = this.read(key);
    if (value instanceof Halt) throw new HaltSignal(value);
    return value;
  }

  has(key: CelValue): boolean {
    const fact = typeof key === 'string' ? ownField(this.record, key) : undefined;
    return fact !== undefined && fact !== null;
  }

  keys(): readonly string[] {
    return presentKeys(this.record, this.meter);
  }
}

const none = new Optional(undefined);
const emptyList: readonly CelValue[] = [];
const emptyRecord: Readonly<Record<string, Fact>> = {};

const largestInt = 2n ** 63n - 1n;

function whole(raw: Raw): bigint | undefined {
  if (typeof raw === 'bigint') return raw;
  return typeof raw === 'number' && Number.isInteger(raw) ? BigInt(raw) : undefined;
}

function readInt(raw: Raw, place: Place): Outcome {
  const value = whole(raw);
  return value === undefined || value > largestInt || value < -largestInt - 1n ? unusual(raw, place, 0n) : value;
}

function readUint(raw: Raw, place: Place): Outcome {
  const value = whole(raw);
  return value === undefined || value < 0n || value > 2n ** 64n - 1n
    ? unusual(raw, place, new Uint(0n))
    : new Uint(value);
}

/** Texts of times that were read before: parameters and fixed dates come with every evaluation. */
class Remembered<T> {
  private readonly parse: (text: string) => T;
  private readonly known = new Map<string, T>();

  constructor(parse: (text: string) => T) {
    this.parse = parse;
  }

  get(text: string): T {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const parsed = this.parse(text);
    if (this.known.size >= 1000) this.known.clear();
    if (text.length <= 64) this.known.set(text, parsed);
    return parsed;
  }
}

const timestamps = new Remembered(parseTimestamp);
const durations = new Remembered(parseDuration);

/** The duration that a fact's text says. */
export function durationFact(text: string): Duration | undefined {
  return durations.get(text);
}

function readTimestamp(raw: Raw, place: Place): Outcome {
  if (raw instanceof Date) {
    const milliseconds = raw.getTime();
    if (!Number.isNaN(milliseconds)) return new Timestamp(BigInt(milliseconds) * 1_000_000n);
  }
  if (typeof raw === 'string') return timestamps.get(raw) ?? unusual(raw, place, undefined);
  return unusual(raw, place, undefined);
}

function readDuration(raw: Raw, place: Place): Outcome {
  if (typeof raw === 'bigint') return new Duration(raw);
  if (typeof raw === 'string') return durations.get(raw) ?? unusual(raw, place, undefined);
  return unusual(raw, place, undefined);
}

function readDynamic(raw: Raw, place: Place, meter: Meter): Outcome {
  switch (typeof raw) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return raw;
    case 'number':
      return Number.isSafeInteger(raw) ? BigInt(raw) : raw;
    default:
      if (Array.isArray(raw)) return readList(raw, readDynamic, place, meter);
      if (raw instanceof Date) return readTimestamp(raw, place);
      return isRecord(raw) ? new FactMap(raw, dyn, place, meter) : unusual(raw, place, undefined);
  }
}

function readList(raw: readonly Fact[], element: Reader, place: Place, meter: Meter): Outcome {
  meter.spend(3 * raw.length);
  const values: CelValue[] = [];
  for (const [index, item] of raw.entries()) {
    const value = element(item, () => placeBelow(place(), index), meter);
    if (value instanceof Halt) return value;
    values.push(value ?? null);
  }
  return values;
}

function partsReader(type: CelType): Reader {
  if (type.kind === 'list') {
    const element = readerOf(type.element);
    return (raw, place, meter) =>
      Array.isArray(raw) ? readList(raw, element, place, meter) : unusual(raw, place, emptyList);
  }
  if (type.kind === 'optional') {
    const of = readerOf(type.of);
    return (raw, place, meter) => {
      if (raw === undefined || raw === null) return none;
      const value = of(raw, place, meter);
      return value instanceof Halt ? value : new Optional(value);
    };
  }
  return (raw, place, meter) => {
    if (isRecord(raw)) return new FactMap(raw, type, place, meter);
    if (raw === undefined || raw === null) return new FactMap(emptyRecord, type, place, meter);
    return unusual(raw, place, undefined);
  };
}

const simpleReaders: Partial<Record<CelType['kind'], Reader>> = {
  bool: (raw, place) => (raw === true || raw === false ? raw : unusual(raw, place, false)),
  string: (raw, place) => (typeof raw === 'string' ? raw : unusual(raw, place, '')),
  int: readInt,
  uint: readUint,
  double: (raw, place) => {
    if (typeof raw === 'number') return raw;
    return typeof raw === 'bigint' ? Number(raw) : unusual(raw, place, 0);
  },
  timestamp: readTimestamp,
  duration: readDuration,
  dyn: readDynamic,
  param: readDynamic,
  null: (raw, place) => unusual(raw, place, null),
};

const partsReaders = new WeakMap<CelType, Reader>();

const unreadable: Reader = (raw, place) => unusual(raw, place, undefined);

/** The reader of a type. Facts hold neither bytes nor types nor opaque values: such a field is unknown or absent. */
export function readerOf(type: CelType): Reader {
  const simple = simpleReaders[type.kind];
  if (simple !== undefined) return simple;
  if (!['list', 'map', 'object', 'optional'].includes(type.kind)) return unreadable;
  let reader = partsReaders.get(type);
  if (reader === undefined) {
    reader = partsReader(type);
    partsReaders.set(type, reader);
  }
  return reader;
}

/** A fact as a trace shows it: short, on one line. */
export function shownFact(raw: unknown): string {
  if (raw === undefined || raw === null) return 'absent';
  if (raw instanceof UnknownFact) return `unknown: ${raw.reason}`;
  if (raw instanceof Unknowns) return `unknown: ${raw.haltFields.map((field) => field.reason).join(', ')}`;
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? 'no date' : raw.toISOString().replace('.000Z', 'Z');
  if (raw instanceof Timestamp) return formatTimestamp(raw);
  if (raw instanceof Duration) return formatDuration(raw);
  if (Array.isArray(raw)) return `a list of ${raw.length}`;
  if (typeof raw === 'object') return 'present';
  const text = typeof raw === 'string' ? JSON.stringify(raw) : String(raw);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
