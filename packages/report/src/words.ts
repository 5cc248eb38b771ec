import type { Finding, Package, ScanResult, PolicyResult } from '@pratique/model';
import type { AlikePackages } from './groups.ts';
import type { Remediation } from './remediations.ts';

/** Names of binary packages of one source that are printed; the rest is counted. */
const MAX_NAMES = 4;
/** Changes within a base image that are printed; the rest is counted. */
const MAX_CHANGES = 3;

/** EPSS below this says little. Probability. */
const EPSS_WORTH_SAYING = 0.01;

/** `1 package`, `2 packages`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const stateWords: Readonly<Record<Finding['state'], string>> = {
  fixed: 'fixed',
  'no-fix': 'no fix',
  'will-not-fix': 'will not fix',
  'end-of-life': 'end of life',
  'under-investigation': 'under investigation',
};

/** The version with the fix, else why there is none. */
export function fixPhrase({ fixedIn, state }: Finding): string {
  return fixedIn || stateWords[state];
}

/** What makes a finding more urgent than its severity says: one sign, the strongest. */
export function signPhrase({ kind, knownExploited, epss }: Finding): string {
  if (kind === 'malware' || kind === 'unmaintained') return kind;
  if (knownExploited) return 'known exploited';
  if (!epss || epss.score < EPSS_WORTH_SAYING) return '';
  return `EPSS ${(epss.score * 100).toFixed(epss.score < 0.1 ? 1 : 0)} %`;
}

/** The title, unless it only repeats the id. */
export function titleOf({ id, aliases, title }: Finding): string {
  return title === id || aliases.includes(title) ? '' : title;
}

/** Where to read more: the advisory's own address, else the reference that names it, else any. */
export function addressOf({ id, aliases, sources, references }: Finding): string | undefined {
  const own = sources.find(({ url }) => url)?.url;
  const ids = [id, ...aliases, ...sources.map(({ advisory }) => advisory)];
  return own ?? references.find((reference) => ids.some((name) => reference.includes(name))) ?? references[0];
}

function listed(items: readonly string[], max: number): string {
  // "and 1 more" is no shorter than the one.
  if (items.length <= max + 1) return items.join(', ');
  return `${items.slice(0, max).join(', ')} and ${items.length - max} more`;
}

/** `libcrypto3, libssl3`. */
export function namesOf({ names }: AlikePackages): string {
  return listed(names, MAX_NAMES);
}

const osTypes: ReadonlySet<Package['type']> = new Set(['apk', 'deb', 'rpm', 'alpm']);

/** Where a person finds the package. Of an OS package the path of its database says nothing. */
export function placeOf(pkg: Package | undefined): string {
  if (!pkg || osTypes.has(pkg.type)) return '';
  const [first, ...more] = pkg.locations;
  if (!first) return '';
  return more.length > 0 ? `${first.path} and ${plural(more.length, 'more place')}` : first.path;
}

/** What the step is: `lodash 4.17.11 → 4.17.21`, `newer base image`. */
export function stepPhrase({ kind, changes }: Remediation): string {
  if (kind === 'newer-base') return 'newer base image';
  return changes.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ');
}

/** Where the step is taken, or what it has to bring. */
export function stepPlace({ kind, changes, packages, findings }: Remediation): string {
  if (kind === 'leave-release') return findings[0]?.title ?? '';
  if (kind === 'newer-base') {
    return `with ${listed(
      changes.map(({ name, to }) => `${name} ${to}`),
      MAX_CHANGES,
    )}`;
  }
  return placeOf(packages[0]) || 'OS package';
}

/** How the base image is known, and what to do where it is not. */
export function basePhrase({ base, subject }: ScanResult['sbom']): string {
  if (subject.kind !== 'image') return '';
  if (!base) return 'unknown; name it with --base';
  const name = base.name ?? base.digest ?? '';
  if (base.how !== 'unresolved') return `${name}, ${plural(base.layers, 'layer')}`;
  return `${name}, which is not at hand, or not what this image stands on; see --base`;
}

/** What an exception means for a violation. */
export function exceptionPhrase({ exception }: PolicyResult): string {
  if (!exception) return '';
  const { name, state, expires, approvedBy, reason } = exception;
  if (state === 'expired') return `exception ${name} expired on ${expires}`;
  if (state === 'pending') return `exception ${name} waits for approval`;
  if (state === 'denied') return `exception ${name} was denied`;
  return `excepted by ${approvedBy} until ${expires}: ${reason}`;
}
