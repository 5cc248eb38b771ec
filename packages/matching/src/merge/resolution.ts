import type { Advisory, AdvisoryEntry, FindingState } from '@pratique/model';
import type { AdvisoryKey, Authority } from '../ecosystem/advisory-keys.ts';
import { affects, fixesFor, isAtLeast, isUnparsable, orderOf } from './comparison.ts';

/** One applicable entry of the package, read against its version. */
export interface Assertion {
  readonly key: AdvisoryKey;
  readonly entry: AdvisoryEntry;
  readonly advisory: Advisory;
  readonly affected: boolean;
}

/** What can be done about one vulnerability of one package. */
export interface Resolution {
  readonly state: FindingState;
  /** Empty where there is none. */
  readonly fixedIn: string;
  readonly fixAvailableSince?: string;
}

const authorityOrder: readonly Authority[] = ['distribution', 'ecosystem', 'upstream'];

/** 0 is heard first: a subscribed channel's word on its own package beats the distribution's general one. */
export function rankOf({ key, entry }: Pick<Assertion, 'key' | 'entry'>): number {
  return entry.channel === undefined ? 1 + authorityOrder.indexOf(key.authority) : 0;
}

/** What still counts of everything that was said of one vulnerability: see the two rules below. */
export function standing(assertions: readonly Assertion[]): readonly Assertion[] {
  const heard = isResolvedByChannel(assertions)
    ? assertions.filter((assertion) => assertion.key.authority !== 'distribution')
    : assertions;
  return heard.filter((assertion) => !assertion.affected || !isRebase(assertion, heard));
}

/**
 * Whether a subscribed channel has fixed the vulnerability in the installed version. The distribution's general entry
 * then still says "affected", or names a later fix.
 */
function isResolvedByChannel(assertions: readonly Assertion[]): boolean {
  const channel = assertions.filter((assertion) => rankOf(assertion) === 0);
  return channel.length > 0 && channel.every((one) => !one.affected) && channel.some(isPastFix);
}

function isPastFix({ entry, key }: Assertion): boolean {
  return entry.ranges.some(({ fixed }) => fixed && isAtLeast(entry, key, fixed));
}

/**
 * Whether an erratum only carries an earlier fix over to a new upstream version. Red Hat and its rebuilds fix a flaw in
 * the version at hand (`3.9.18-3.el9_4.5`) and name it again in the next minor release's erratum (`3.9.19-8.el9`):
 * installed at or past the first fix, with that fix's upstream version, the second one says nothing.
 */
function isRebase(later: Assertion, all: readonly Assertion[]): boolean {
  if (later.entry.scheme !== 'rpm' || later.key.authority !== 'distribution') return false;
  const installed = upstreamVersion(later.key.version);
  const fixes = later.entry.ranges.flatMap(({ fixed }) => fixed ?? []);
  if (fixes.length === 0 || fixes.some((fixed) => upstreamVersion(fixed) === installed)) return false;
  return all.some(
    (earlier) =>
      !earlier.affected &&
      earlier.key.name === later.key.name &&
      earlier.entry.ranges.some(
        ({ fixed }) => fixed && upstreamVersion(fixed) === installed && isAtLeast(earlier.entry, earlier.key, fixed),
      ),
  );
}

/** The upstream version in an rpm's `epoch:version-release`. */
export function upstreamVersion(version: string): string {
  return version.replace(/^\d{1,10}:/, '').split('-')[0] as string;
}

/**
 * State and fix of one vulnerability from all that was said of it. Sources are heard by rank; the first rank that knows a
 * fix gives it, the first that holds the package affected gives the state.
 */
export function resolve(assertions: readonly Assertion[]): Resolution {
  const ranks = [...new Set(assertions.filter((one) => one.affected).map(rankOf))].sort((a, b) => a - b);
  for (const rank of ranks) {
    const peers = assertions.filter((assertion) => rankOf(assertion) === rank);
    const fix = lowestFix(peers);
    if (fix) return { state: 'fixed', ...fix };
    const state = stateWithoutFix(peers);
    // A distribution that refuses a fix, or whose support ended, has the last word on its own package.
    if (state === 'will-not-fix' || state === 'end-of-life') return { state, fixedIn: '' };
  }
  const first = assertions.filter((assertion) => rankOf(assertion) === ranks[0]);
  return { state: stateWithoutFix(first), fixedIn: '' };
}

/** Steps from fix to fix: each leaves every range that contains the version at hand. More is a contradiction. */
const MAX_STEPS = 64;

/**
 * The lowest version above the installed one that no source of this rank holds affected. A source that knows no fix is
 * not waited for: it is often the one that was not updated.
 */
function lowestFix(peers: readonly Assertion[]): Omit<Resolution, 'state'> | undefined {
  let fixedIn = '';
  let since: string | undefined;
  let pending = peers.filter((assertion) => assertion.affected);
  for (let step = 0; step < MAX_STEPS && pending.length > 0; step++) {
    const offers = pending.flatMap(({ entry, key }) =>
      fixesFor(entry, fixedIn === '' ? key : { ...key, version: comparable(fixedIn, key) }).map((fix) => ({
        entry,
        fix,
      })),
    );
    const highest = offers.reduce<(typeof offers)[number] | undefined>(
      (best, offer) => (best && !(orderOf(offer.entry, offer.fix, best.fix) > 0) ? best : offer),
      undefined,
    );
    if (!highest || (fixedIn !== '' && !(orderOf(highest.entry, highest.fix, fixedIn) > 0))) break;
    fixedIn = highest.fix;
    since = earliest(offers.filter(({ fix }) => fix === fixedIn).map(({ entry }) => entry.fixAvailableSince));
    pending = peers.filter((assertion) => stillAffects(assertion, fixedIn));
  }
  if (fixedIn === '') return undefined;
  return since === undefined ? { fixedIn } : { fixedIn, fixAvailableSince: since };
}

function comparable(version: string, key: AdvisoryKey): string {
  return key.withoutEpoch ? version.replace(/^\d{1,10}:/, '') : version;
}

function stillAffects({ entry, key }: Assertion, version: string): boolean {
  if (entry.state === 'not-affected') return false;
  try {
    return affects(entry, { ...key, version: comparable(version, key) });
  } catch (error) {
    if (isUnparsable(error)) return false;
    throw error;
  }
}

function earliest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.filter((instant) => instant !== undefined).sort()[0];
}

/** The most telling word where nobody knows a fix. */
function stateWithoutFix(peers: readonly Assertion[]): FindingState {
  const states = new Set(peers.filter((assertion) => assertion.affected).map(({ entry }) => entry.state));
  if (states.has('will-not-fix')) return 'will-not-fix';
  if (states.has('end-of-life')) return 'end-of-life';
  return states.size === 1 && states.has('under-investigation') ? 'under-investigation' : 'no-fix';
}
