import { CelError, type CelFunction, type Meter } from '../../function.ts';
import { duration, instant, int, text } from '../../types.ts';
import { changesAtOnce } from '../../value/change.ts';
import { dateOf } from '../../value/moments.ts';
import { type CelValue, Duration, Timestamp } from '../../values.ts';
import { declareMethod } from './declare.ts';

const perMillisecond = 1_000_000n;
const perSecond = 1000n * perMillisecond;
const perMinute = 60n * perSecond;
const perHour = 60n * perMinute;

/** Parts of a calendar date in some zone, as UTC fields of a shifted Date. */
type Getter = (local: Date) => number;

const zones = new Map<string, Intl.DateTimeFormat>();
const fixedOffset = /^([+-]?)(\d{2}):(\d{2})$/;

/** Formats that are kept: there are about 600 zones, yet names in any letter case. */
const keptZones = 1000;

function formatOf(zone: string, meter: Meter): Intl.DateTimeFormat {
  let format = zones.get(zone);
  if (format === undefined) {
    // Making one takes tens of microseconds.
    meter.spend(500);
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new CelError('invalid-argument', 'no such time zone');
    }
    if (zones.size >= keptZones) zones.clear();
    zones.set(zone, format);
  }
  return format;
}

/** The zone's wall clock at an instant, as if it were UTC. */
function inZone(date: Date, zone: string, meter: Meter): Date {
  const offset = fixedOffset.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return new Date(date.getTime() + (offset[1] === '-' ? -minutes : minutes) * 60_000);
  }
  const fields = new Map(
    formatOf(zone, meter)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
  const field = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type) ?? 0);
  const year = fields.get('era')?.startsWith('B') === true ? 1 - field('year') : field('year');
  const local = new Date(0);
  local.setUTCFullYear(year, field('month') - 1, field('day'));
  local.setUTCHours(field('hour'), field('minute'), field('second'), date.getUTCMilliseconds());
  return local;
}

function floored(value: bigint, unit: bigint): bigint {
  const rest = value % unit;
  return value - rest - (rest < 0n ? unit : 0n);
}

/**
 * No calendar part changes before the unit it is made of passes: zones are off by whole quarters of an hour since 1972 at
 * the latest; before that by seconds.
 */
function followCalendar(timestamp: Timestamp, unit: bigint, meter: Meter): void {
  if (timestamp.rate === 0) return;
  if (timestamp.rate !== 1) {
    changesAtOnce(meter);
    return;
  }
  const quarter = 15n * perMinute;
  const old = timestamp.nanoseconds < 86_400n * 365n * 15n * perSecond;
  const safe = unit > quarter ? quarter : unit;
  const step = old && safe > perSecond ? perSecond : safe;
  meter.changesAt(meter.now + floored(timestamp.nanoseconds, step) + step - timestamp.nanoseconds);
}

function calendar(name: string, unit: bigint, get: Getter): readonly CelFunction[] {
  const call = ([value = null, zone = 'UTC']: readonly CelValue[], meter: Meter): CelValue => {
    if (!(value instanceof Timestamp) || typeof zone !== 'string') return null;
    followCalendar(value, unit, meter);
    const date = dateOf(value);
    if (zone.length > 64) throw new CelError('invalid-argument', 'no such time zone');
    if (zone === 'UTC') return BigInt(get(date));
    // A zone's rules are looked up anew each time.
    meter.spend(20);
    return BigInt(get(inZone(date, zone, meter)));
  };
  return [declareMethod(name, [instant], int, call), declareMethod(name, [instant, text], int, call)].map((each) => ({
    ...each,
    followsTime: true,
  }));
}

function dayOfYear(date: Date): number {
  const start = new Date(0);
  start.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start.getTime()) / 86_400_000);
}

/** Whole units of a duration, towards zero; `modulus`: how many of them make the next unit up. */
function part(name: string, unit: bigint, modulus?: bigint): CelFunction {
  const method = declareMethod(name, [duration], int, ([value = null], meter) => {
    if (!(value instanceof Duration)) return null;
    const { nanoseconds, rate } = value;
    if (rate === 1 && nanoseconds >= 0n) meter.changesAt(meter.now + (nanoseconds / unit + 1n) * unit - nanoseconds);
    else if (rate !== 0) changesAtOnce(meter);
    const units = nanoseconds / unit;
    return modulus === undefined ? units : units % modulus;
  });
  return { ...method, followsTime: true };
}

/** Parts of instants and durations (langdef.md, "Timestamps"). */
export const timeFunctions: readonly CelFunction[] = [
  ...calendar('getFullYear', perHour, (date) => date.getUTCFullYear()),
  ...calendar('getMonth', perHour, (date) => date.getUTCMonth()),
  ...calendar('getDate', perHour, (date) => date.getUTCDate()),
  ...calendar('getDayOfMonth', perHour, (date) => date.getUTCDate() - 1),
  ...calendar('getDayOfWeek', perHour, (date) => date.getUTCDay()),
  ...calendar('getDayOfYear', perHour, dayOfYear),
  ...calendar('getHours', perHour, (date) => date.getUTCHours()),
  ...calendar('getMinutes', perMinute, (date) => date.getUTCMinutes()),
  ...calendar('getSeconds', perSecond, (date) => date.getUTCSeconds()),
  ...calendar('getMilliseconds', perMillisecond, (date) => date.getUTCMilliseconds()),
  part('getHours', perHour),
  part('getMinutes', perMinute),
  part('getSeconds', perSecond),
  part('getMilliseconds', perMillisecond, 1000n),
];
