import { setTimeout as wait } from 'node:timers/promises';
import type { PratiqueError } from '@pratique/foundation';

/** How failures that pass are waited out. */
export interface RetryPolicy {
  /** Attempts at one request before it has failed. */
  readonly attempts: number;
  /** Waits so many milliseconds; rejects where the signal says so. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

const FIRST_DELAY = 250;
const MAX_DELAY = 30_000;
/** Who wants to be left alone for longer has refused. */
const MAX_ASKED_DELAY = 120_000;

export const defaultRetry: RetryPolicy = {
  attempts: 5,
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};

/** Statuses that mean "later", not "no" (RFC 9110, 15; RFC 6585, 4). */
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Errors of the network that another attempt may not meet. A name that is not there and a wrong certificate stay. */
const passingCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Whether the same request may be answered otherwise a little later. */
export function isPassingStatus(status: number): boolean {
  return passingStatuses.has(status);
}

/** Whether the network may not fail a little later. */
export function isPassingError(error: unknown): boolean {
  const { code, statusCode } = error as NodeJS.ErrnoException & { readonly statusCode?: number };
  // A proxy says by its own status whether it refuses or only cannot just now.
  if (code === 'ERR_PROXY_TUNNEL') return statusCode === undefined || isPassingStatus(statusCode);
  return code !== undefined && passingCodes.has(code);
}

/** A failure that may pass, with what the server said about when. */
export class PassingFailure extends Error {
  readonly failure: PratiqueError;
  readonly retryAfter: string | undefined;

  constructor(failure: PratiqueError, retryAfter?: string) {
    super(failure.message);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }
}

/** What `Retry-After` asks for, in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
export function askedDelay(retryAfter: string | undefined, now = Date.now()): number {
  if (retryAfter === undefined) return 0;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = /^[A-Z][a-z]{2,8},? /.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

/** Doubling, with jitter so that many clients spread. `attempt` counts from 1. */
function ownDelay(attempt: number): number {
  return Math.min(FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + Math.random()), MAX_DELAY);
}

/** Waits before the attempt after number `attempt`: as long as asked, at least as long as we would by ourselves. */
export async function backOff(
  policy: RetryPolicy,
  attempt: number,
  retryAfter: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await policy.wait(Math.max(askedDelay(retryAfter), ownDelay(attempt)), signal);
  } finally {
    signal?.throwIfAborted();
  }
}

/**
 * Does something until it succeeds, fails for good, or has failed in passing too often. Work says by throwing a
 * `PassingFailure` that another attempt makes sense; its `failure` is thrown after the last one.
 */
export async function withRetries<T>(policy: RetryPolicy, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      if (attempt >= policy.attempts || askedDelay(error.retryAfter) > MAX_ASKED_DELAY) throw error.failure;
      await backOff(policy, attempt, error.retryAfter, signal);
    }
  }
}
