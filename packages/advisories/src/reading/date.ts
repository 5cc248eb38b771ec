const instantForm =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?<fraction>\.\d{1,9})?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** Nothing was published as an advisory before; Go's repository writes the zero time `0001-01-01`. */
const EARLIEST = Date.UTC(1980, 0, 1);

/**
 * A published instant as RFC 3339 in UTC, to the second. Undefined for what is none and for what cannot be true
 * (before 1980). A date in the future is kept: only the clock of the reader can tell.
 */
export function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = instantForm.exec(value.trim())?.groups;
  if (!match) return undefined;
  const zone = match['zone'] ?? 'Z';
  const at = Date.parse(
    `${match['day']}T${match['time'] ?? '00:00'}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  );
  if (Number.isNaN(at) || at < EARLIEST) return undefined;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** A calendar day `YYYY-MM-DD` that exists; undefined for anything else. An instant is cut to its day. */
export function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const day = value.trim().slice(0, 10);
  if (!dayForm.test(day)) return undefined;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? undefined : day;
}
