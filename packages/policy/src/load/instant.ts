const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;

function isCalendarDay(year: string, month: string, day: string): boolean {
  const parsed = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === Number(day);
}

/** The instant that an RFC 3339 text names, or undefined. */
export function parseInstant(text: string): Date | undefined {
  const match = rfc3339.exec(text);
  if (!match || !isCalendarDay(match[1] as string, match[2] as string, match[3] as string)) return undefined;
  const parsed = new Date(text.toUpperCase());
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

/** The last millisecond of a day, UTC, or undefined. */
export function parseEndOfDay(text: string): Date | undefined {
  const match = date.exec(text);
  if (!match || !isCalendarDay(match[1] as string, match[2] as string, match[3] as string)) return undefined;
  return new Date(`${text}T23:59:59.999Z`);
}

/** A Go duration: `72h`, `1h30m`, `-5s`. */
export const durationPattern = /^[+-]?(?:0|(?:\d+(?:\.\d*)?|\.\d+)(?:h|m|s|ms|us|µs|ns))+$/;
