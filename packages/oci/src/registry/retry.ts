import { setTimeout as wait } from 'node:timers/promises';

/** Attempts at one request before it has failed. */
export const MAX_ATTEMPTS = 5;
const FIRST_DELAY = 250;
const MAX_DELAY = 30_000;

/** Statuses that mean "later", not "no" (RFC 9110, 15; RFC 6585, 4). */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether the same request may be answered otherwise a little later. */
export function isPassing(status: number): boolean {
  return passing.has(status);
}

/** What `Retry-After` asks for, in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
function askedDelay(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Waits before attempt number `attempt` (from 1): as asked, else doubling, with jitter so that many clients spread. */
export async function backOff(attempt: number, retryAfter: string | undefined, signal?: AbortSignal): Promise<void> {
  const doubling = FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + Math.random());
  await wait(Math.min(askedDelay(retryAfter) ?? doubling, MAX_DELAY), undefined, { signal });
}
