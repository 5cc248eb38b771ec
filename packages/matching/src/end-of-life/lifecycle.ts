import type { Lifecycle } from '@pratique/model';

/**
 * The cycle that a version belongs to: the one with the most leading parts in common, `3.18` for `3.18.9`. Versions that
 * are on their way to a release (`3.21_alpha20240807`) belong to none.
 */
export function cycleOf(version: string, cycles: readonly Lifecycle[]): Lifecycle | undefined {
  const [, numbers = '', rest = ''] = /^(\d{1,9}(?:\.\d{1,9}){0,3})(.{0,20})/.exec(version) ?? [];
  if (numbers === '' || /alpha|beta/.test(rest)) return undefined;
  const parts = numbers.split('.');
  const wanted = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  // Some products write `3.0` for what os-release calls `3`.
  if ((parts[1] ?? '0') === '0') wanted.push(`${parts[0]}.0`);
  return wanted.map((name) => cycles.find(({ cycle }) => cycle === name)).find((cycle) => cycle !== undefined);
}

/** When support ends: `'ended'` where it has without a date, undefined where no end is known. YYYY-MM-DD. */
export function endOf(cycle: Lifecycle, extended: boolean): string | undefined {
  const { endOfLife, extendedSupport } = cycle;
  if (!extended || extendedSupport === undefined) return written(endOfLife);
  // `true`: extended support is there and has no announced end.
  if (extendedSupport === true) return undefined;
  return extendedSupport === false ? written(endOfLife) : extendedSupport;
}

function written(end: string | boolean): string | undefined {
  if (typeof end === 'string') return end;
  return end ? 'ended' : undefined;
}

/** Whether support is over: the day after its last day, in UTC. */
export function hasEnded(end: string | undefined, now: Date): boolean {
  if (end === undefined) return false;
  if (end === 'ended') return true;
  return /^\d{4}-\d{2}-\d{2}$/.test(end) && end < now.toISOString().slice(0, 10);
}

/** The oldest cycle that is still supported and newer than the ended one: the shortest way out. */
export function oldestSupported(
  ended: Lifecycle,
  cycles: readonly Lifecycle[],
  extended: boolean,
  now: Date,
): Lifecycle | undefined {
  return cycles
    .filter((cycle) => isNewer(cycle.cycle, ended.cycle) && !hasEnded(endOf(cycle, extended), now))
    .filter(({ released }) => released === undefined || released <= now.toISOString().slice(0, 10))
    .sort((a, b) => (isNewer(a.cycle, b.cycle) ? 1 : -1))[0];
}

/** Cycles are numbers separated by dots; anything else is never newer. */
function isNewer(a: string, b: string): boolean {
  const form = /^\d{1,6}(?:\.\d{1,6}){0,3}$/;
  if (!form.test(a) || !form.test(b)) return false;
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
