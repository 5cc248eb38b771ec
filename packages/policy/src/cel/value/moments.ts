import { CelError } from '../function.ts';
import { Duration, Timestamp } from '../values.ts';

const perSecond = 1_000_000_000n;

/** 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z (google.protobuf.Timestamp). */
const firstInstant = -62_135_596_800n * perSecond;
const lastInstant = 253_402_300_800n * perSecond - 1n;
/** About 292 years: what 64 bits hold. */
const longest = 2n ** 63n - 1n;

/** @throws CelError out of range */
export function timestampOf(nanoseconds: bigint, rate = 0): Timestamp {
  if (nanoseconds < firstInstant || nanoseconds > lastInstant)
    throw new CelError('out-of-range', 'timestamp out of range');
  return new Timestamp(nanoseconds, rate);
}

/** @throws CelError out of range */
export function durationOf(nanoseconds: bigint, rate = 0): Duration {
  if (nanoseconds < -longest || nanoseconds > longest) throw new CelError('out-of-range', 'duration out of range');
  return new Duration(nanoseconds, rate);
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d{0,20})?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Reads an RFC 3339 instant; undefined where the text is none. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = text.length > 64 ? null : rfc3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  // A field out of range would roll over into the next.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const milliseconds = date.getTime() - offsetMinutes(match[8] ?? 'Z') * 60_000;
  const fraction = BigInt((match[7] ?? '').padEnd(9, '0'));
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + fraction;
  return nanoseconds < firstInstant || nanoseconds > lastInstant ? undefined : new Timestamp(nanoseconds);
}

const units: Readonly<Record<string, bigint>> = {
  h: 3600n * perSecond,
  m: 60n * perSecond,
  s: perSecond,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ns: 1n,
};
const durationPart = /(\d{0,20})(?:\.(\d{0,20}))?(h|ms|m|s|us|µs|μs|ns)/y;

/** Reads a duration as Go writes them: `72h`, `1h30m`, `-1.5s`; undefined where the text is none. */
export function parseDuration(text: string): Duration | undefined {
  if (text.length > 100) return undefined;
  let offset = /^[+-]/.test(text) ? 1 : 0;
  if (text.slice(offset) === '0') return new Duration(0n);
  let total = 0n;
  do {
    durationPart.lastIndex = offset;
    const match = durationPart.exec(text);
    if (match === null) return undefined;
    const [part, whole = '', fraction = '', unit = 's'] = match;
    if (whole === '' && fraction === '') return undefined;
    const size = units[unit] ?? perSecond;
    total += BigInt(whole === '' ? '0' : whole) * size;
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    offset += part.length;
  } while (offset < text.length);
  if (total > longest) return undefined;
  return new Duration(text.startsWith('-') ? -total : total);
}

function fractionOf(nanoseconds: bigint): string {
  return nanoseconds === 0n ? '' : `.${nanoseconds.toString().padStart(9, '0').replace(/0+$/, '')}`;
}

/** Nanoseconds since the epoch split into milliseconds for a Date and the nanoseconds of its second. */
function split(nanoseconds: bigint): readonly [milliseconds: number, fraction: bigint] {
  const fraction = ((nanoseconds % perSecond) + perSecond) % perSecond;
  return [Number((nanoseconds - fraction) / 1_000_000n), fraction];
}

/** RFC 3339 in UTC, with as many digits of a second as it needs. */
export function formatTimestamp(timestamp: Timestamp): string {
  const [milliseconds, fraction] = split(timestamp.nanoseconds);
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, `${fractionOf(fraction)}Z`);
}

/** Seconds with as many digits as it needs: `5400s`, `1.5s`. */
export function formatDuration(duration: Duration): string {
  const sign = duration.nanoseconds < 0n ? '-' : '';
  const size = duration.nanoseconds < 0n ? -duration.nanoseconds : duration.nanoseconds;
  return `${sign}${size / perSecond}${fractionOf(size % perSecond)}s`;
}

/** The instant as a Date, whatever is below a millisecond cut off downwards. */
export function dateOf(timestamp: Timestamp): Date {
  const [milliseconds, fraction] = split(timestamp.nanoseconds);
  return new Date(milliseconds + Number(fraction / 1_000_000n));
}
