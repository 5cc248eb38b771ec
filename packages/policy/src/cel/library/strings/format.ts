import type { CelError, Meter } from '../../function.ts';
import { isMap, typeNameOf } from '../../value/kinds.ts';
import { type CelMap, type CelValue, Duration, Timestamp, TypeValue, Uint } from '../../values.ts';
import { invalidArgument, spendResult } from '../bounds.ts';
import { fixed, scientific, shortest } from './decimal.ts';

const MAX_PRECISION = 100;
const DEFAULT_PRECISION = 6;
/** Units for one clause, for one value within it, and for printing a double exactly, with numbers of up to 1,000 bits. */
const CLAUSE_COST = 15;
const REAL_COST = 200;
/** Lists within lists. */
const MAX_DEPTH = 32;

function refused(rule: string, value: CelValue): CelError {
  return invalidArgument(`error during formatting: ${rule}, was given ${typeNameOf(value)}`);
}

function special(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return String(value);
}

/** Seconds with as many digits as there are: `6347s`, `-0.0015s`. */
function shownDuration({ nanoseconds }: Duration): string {
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = (absolute % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanoseconds < 0n ? '-' : ''}${absolute / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** RFC 3339 in UTC with as many digits of a second as there are. */
function shownTimestamp({ nanoseconds }: Timestamp): string {
  const within = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const fraction = within.toString().padStart(9, '0').replace(/0+$/, '');
  const seconds = new Date(Number((nanoseconds - within) / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

function shownMap(map: CelMap, meter: Meter, depth: number): string {
  const entries = map.keys().map((key) => {
    return [shown(key, meter, depth), shown(map.get(key) ?? null, meter, depth)] as const;
  });
  const sorted = entries.toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)));
  return `{${sorted.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

function shownObject(value: object & CelValue, meter: Meter, depth: number): string | undefined {
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (value instanceof Timestamp || value instanceof Duration) {
    meter.spend(2 * CLAUSE_COST);
    return value instanceof Timestamp ? shownTimestamp(value) : shownDuration(value);
  }
  if (value instanceof TypeValue) return value.name;
  if (depth > MAX_DEPTH) throw invalidArgument(`lists are nested deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) {
    return `[${(value as readonly CelValue[]).map((item) => shown(item, meter, depth + 1)).join(', ')}]`;
  }
  return isMap(value) ? shownMap(value, meter, depth + 1) : undefined;
}

/** `%s` */
function shown(value: CelValue, meter: Meter, depth = 0): string {
  meter.spend(CLAUSE_COST);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return special(value) ?? shortest(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const text = shownObject(value, meter, depth);
  if (text !== undefined) return text;
  const rule =
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';
  throw refused(rule, value);
}

function integerOf(value: CelValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof Uint ? value.value : undefined;
}

function decimal(value: CelValue): string {
  const integer = integerOf(value);
  if (integer !== undefined) return String(integer);
  if (typeof value === 'number') return special(value) ?? shortest(value);
  throw refused('decimal clause can only be used on integers', value);
}

function binary(value: CelValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString(2);
  throw refused('only integers and bools can be formatted as binary', value);
}

function octal(value: CelValue): string {
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString(8);
  throw refused('octal clause can only be used on integers', value);
}

function hexadecimal(value: CelValue): string {
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString(16);
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  throw refused('only integers, byte buffers, and strings can be formatted as hex', value);
}

function real(name: string, value: CelValue, print: (value: number) => string): string {
  if (typeof value === 'number') return special(value) ?? print(value);
  throw refused(`${name} clause can only be used on doubles`, value);
}

function clause(kind: string, precision: number, value: CelValue, meter: Meter): string {
  meter.spend(CLAUSE_COST);
  if (kind === 'f' || kind === 'e') meter.spend(REAL_COST);
  switch (kind) {
    case 's':
      return shown(value, meter);
    case 'd':
      return decimal(value);
    case 'b':
      return binary(value);
    case 'o':
      return octal(value);
    case 'x':
      return hexadecimal(value);
    case 'X':
      return hexadecimal(value).toUpperCase();
    case 'f':
      return real('fixed-point', value, (number) => fixed(number, precision));
    case 'e':
      return real('scientific', value, (number) => scientific(number, precision));
    default:
      throw invalidArgument(`could not parse formatting clause: unrecognized formatting clause "${kind}"`);
  }
}

/**
 * cel-go's `format`: `%s %d %f %e %b %o %x %X %%`, with a precision for `%f` and `%e`.
 * @throws CelError `invalid-argument`
 */
export function format(template: string, values: readonly CelValue[], meter: Meter): string {
  let used = 0;
  let length = template.length;
  const text = template.replace(/%%|%(?:\.(\d*))?(.?)/gsu, (all: string, digits?: string, kind = '') => {
    if (all === '%%') return '%';
    if (kind === '') throw invalidArgument('could not parse formatting clause: unexpected end of string');
    const precision = digits === undefined ? DEFAULT_PRECISION : Number(digits === '' ? Number.NaN : digits);
    if (!(precision <= MAX_PRECISION))
      throw invalidArgument(`could not parse formatting clause: a precision is a number of at most ${MAX_PRECISION}`);
    const value = values[used];
    if (value === undefined) throw invalidArgument(`index ${used} out of range`);
    used += 1;
    const part = clause(kind, precision, value, meter);
    length += part.length;
    spendResult(meter, length);
    return part;
  });
  if (used < values.length)
    throw invalidArgument(`too many arguments supplied to string.format (expected ${used}, got ${values.length})`);
  return text;
}
