import type { AppliedException, JudgedSubject, PolicyException } from '@pratique/model';
import type { Placement } from '../judge/subject.ts';
import { exceptionTest, type ExceptionTest } from './match.ts';
import { endOf, exceptionState, UNTIL_FIXED } from './state.ts';

interface Prepared {
  readonly exception: PolicyException;
  readonly fits: ExceptionTest;
}

const order: Readonly<Record<AppliedException['state'], number>> = { approved: 0, expired: 1, denied: 2, pending: 3 };

function applied(exception: PolicyException, state: AppliedException['state']): AppliedException {
  const { name, owner, reason, approvedBy, expires, origin } = exception;
  return {
    name,
    owner,
    reason,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    expires,
    state,
    ...(origin === undefined ? {} : { origin }),
  };
}

/** What was found for one result. */
export interface FoundException {
  readonly applied: AppliedException;
  /** When it ends, where an instant says so. */
  readonly end?: Date;
}

/** Exceptions made ready: by vulnerability, and those that name none. */
interface PreparedExceptions {
  readonly byVulnerability: ReadonlyMap<string, readonly Prepared[]>;
  readonly others: readonly Prepared[];
}

const cache = new WeakMap<readonly PolicyException[], PreparedExceptions>();

function prepare(exceptions: readonly PolicyException[]): PreparedExceptions {
  const known = cache.get(exceptions);
  if (known) return known;
  const all = exceptions.map((exception) => ({ exception, fits: exceptionTest(exception) }));
  const grouped = Map.groupBy(all, ({ exception }) => (exception.vulnerability ?? '').toLowerCase());
  const fresh = { byVulnerability: grouped, others: grouped.get('') ?? [] };
  cache.set(exceptions, fresh);
  return fresh;
}

/** Exceptions at an instant, ready to be asked. */
export class Exceptions {
  readonly #at: Date;
  readonly #prepared: PreparedExceptions;

  constructor(exceptions: readonly PolicyException[], at: Date) {
    this.#at = at;
    this.#prepared = prepare(exceptions);
  }

  #state(exception: PolicyException, { fixed }: JudgedSubject): AppliedException['state'] {
    const state = exceptionState(exception, this.#at);
    return state === 'approved' && exception.expires === UNTIL_FIXED && fixed === true ? 'expired' : state;
  }

  /** The exception that counts, the one that ends last first; else one that does not count, to be named. */
  find(policy: string, subject: JudgedSubject, placement: Placement): FoundException | undefined {
    const { byVulnerability, others } = this.#prepared;
    if (byVulnerability.size === 0) return undefined;
    const ids = (subject.vulnerability ?? []).map((id) => id.toLowerCase()).filter((id) => id !== '');
    const candidates = subject.kind === 'finding' ? ids.flatMap((id) => byVulnerability.get(id) ?? []) : others;
    let best: { exception: PolicyException; state: AppliedException['state']; end: number } | undefined;
    for (const { exception, fits } of candidates) {
      if (!fits(policy, subject, placement)) continue;
      const state = this.#state(exception, subject);
      const end = endOf(exception.expires)?.getTime() ?? Infinity;
      const cost = best === undefined ? -1 : order[state] - order[best.state];
      if (
        !best ||
        cost < 0 ||
        (cost === 0 && (end > best.end || (end === best.end && exception.name < best.exception.name)))
      )
        best = { exception, state, end };
    }
    if (!best) return undefined;
    const { exception, state, end } = best;
    const found = applied(exception, state);
    return state === 'approved' && Number.isFinite(end) ? { applied: found, end: new Date(end) } : { applied: found };
  }
}

/** What to say of an exception beside a result: `exception allow-x of team-shop expired on 2026-12-31`. */
export function exceptionNote({ name, owner, state, expires }: AppliedException): string {
  const who = `exception ${name} of ${owner}`;
  if (state === 'approved') return expires === UNTIL_FIXED ? `${who} until a fix exists` : `${who} until ${expires}`;
  if (state === 'expired')
    return expires === UNTIL_FIXED ? `${who} ended: a fix exists` : `${who} expired on ${expires}`;
  return state === 'denied' ? `${who} was denied` : `${who} waits for approval`;
}
