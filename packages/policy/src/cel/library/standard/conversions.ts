import { CelError, type CelFunction } from '../../function.ts';
import { bool, bytes, type CelType, double, duration, dyn, instant, int, text, typeOfType, uint } from '../../types.ts';
import { intOf, uintOf } from '../../value/arithmetic.ts';
import { changesAtOnce } from '../../value/change.ts';
import { typeNameOf } from '../../value/kinds.ts';
import { formatDuration, formatTimestamp, parseDuration, parseTimestamp, timestampOf } from '../../value/moments.ts';
import { type CelValue, Duration, Timestamp, TypeValue, Uint } from '../../values.ts';
import { declareFunction } from './declare.ts';

const perSecond = 1_000_000_000n;

function invalid(what: string): CelError {
  return new CelError('invalid-argument', `not ${what}`);
}

function fromDouble(value: number, edge: number): bigint {
  // Doubles near the edge are not told from those beyond it.
  if (!Number.isFinite(value) || value >= edge) throw new CelError('out-of-range', 'double out of range');
  return BigInt(Math.trunc(value));
}

function floorSeconds(timestamp: Timestamp): bigint {
  const { nanoseconds } = timestamp;
  const seconds = nanoseconds / perSecond;
  return nanoseconds < 0n && seconds * perSecond !== nanoseconds ? seconds - 1n : seconds;
}

function toInt(value: CelValue): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return intOf(value.value);
  if (value instanceof Timestamp) return floorSeconds(value);
  if (value instanceof Duration) return value.nanoseconds / perSecond;
  if (typeof value === 'number') {
    if (value <= -(2 ** 63)) throw new CelError('out-of-range', 'double out of range');
    return intOf(fromDouble(value, 2 ** 63));
  }
  if (typeof value !== 'string' || !/^[+-]?\d{1,30}$/.test(value)) throw invalid('an int');
  return intOf(BigInt(value.replace(/^\+/, '')));
}

function toUint(value: CelValue): Uint {
  if (value instanceof Uint) return value;
  if (typeof value === 'bigint') return uintOf(value);
  if (typeof value === 'number') return uintOf(fromDouble(value, 2 ** 64));
  if (typeof value !== 'string' || !/^\d{1,30}$/.test(value)) throw invalid('a uint');
  return uintOf(BigInt(value));
}

const doubleText = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i;

function toDouble(value: CelValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  if (typeof value !== 'string' || value.length > 400 || !doubleText.test(value)) throw invalid('a double');
  const lower = value.toLowerCase();
  if (lower.endsWith('nan')) return Number.NaN;
  if (lower.includes('inf')) return lower.startsWith('-') ? -Infinity : Infinity;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new CelError('out-of-range', 'double out of range');
  return number;
}

function toBool(value: CelValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (['1', 't', 'true', 'TRUE', 'True'].includes(value)) return true;
    if (['0', 'f', 'false', 'FALSE', 'False'].includes(value)) return false;
  }
  throw invalid('a bool');
}

/** A double as Go's `%g` shortest form writes it. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e21)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function fromUtf8(value: Uint8Array): string {
  try {
    return utf8.decode(value);
  } catch {
    throw invalid('UTF-8');
  }
}

function toText(value: CelValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return formatDouble(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Uint8Array) return fromUtf8(value);
  throw invalid('convertible to a string');
}

function toTimestamp(value: CelValue): Timestamp {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'bigint') return timestampOf(value * perSecond);
  const timestamp = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (timestamp === undefined) throw invalid('an RFC 3339 timestamp');
  return timestamp;
}

function toDuration(value: CelValue): Duration {
  if (value instanceof Duration) return value;
  const parsed = typeof value === 'string' ? parseDuration(value) : undefined;
  if (parsed === undefined) throw invalid('a duration');
  return parsed;
}

function conversions(
  name: string,
  from: readonly CelType[],
  to: CelType,
  convert: (value: CelValue) => CelValue,
): readonly CelFunction[] {
  return from.map((type) =>
    declareFunction(name, [type], to, ([value = null], meter) => {
      meter.spend(typeof value === 'object' ? 20 : 5 + (typeof value === 'string' ? value.length / 10 : 0));
      return convert(value);
    }),
  );
}

/** `type` and `dyn` give the value's own; a moving one stays moving. */
const identities: readonly CelFunction[] = [
  { ...declareFunction('dyn', [dyn], dyn, ([value = null]) => value), followsTime: true },
  {
    ...declareFunction('type', [dyn], typeOfType, ([value = null]) => new TypeValue(typeNameOf(value))),
    followsTime: true,
  },
  { ...declareFunction('timestamp', [instant], instant, ([value = null]) => value), followsTime: true },
  { ...declareFunction('duration', [duration], duration, ([value = null]) => value), followsTime: true },
];

/** Seconds of a moving instant change with the next whole second. */
const movingSeconds: CelFunction = {
  ...declareFunction('int', [instant], int, ([value = null], meter) => {
    const seconds = toInt(value);
    if (value instanceof Timestamp && value.rate !== 0) {
      if (value.rate === 1) meter.changesAt(meter.now + (seconds + 1n) * perSecond - value.nanoseconds);
      else changesAtOnce(meter);
    }
    return seconds;
  }),
  followsTime: true,
};

/** Type conversions (langdef.md, "List of Standard Definitions"). */
export const conversionFunctions: readonly CelFunction[] = [
  ...conversions('bool', [bool, text], bool, toBool),
  ...conversions('bytes', [bytes, text], bytes, (value) =>
    typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'utf8')) : value,
  ),
  ...conversions('double', [double, int, uint, text], double, toDouble),
  ...conversions('duration', [text], duration, toDuration),
  ...conversions('int', [int, uint, double, text, duration], int, toInt),
  movingSeconds,
  ...conversions('string', [text, int, uint, double, bool, bytes, instant, duration], text, toText),
  ...conversions('timestamp', [text, int], instant, toTimestamp),
  ...conversions('uint', [uint, int, double, text], uint, toUint),
  ...identities,
];
