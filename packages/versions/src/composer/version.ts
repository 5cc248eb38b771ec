import { canonicalDigits, compareDigits, compareText } from '../order.ts';

/** A normalized version of composer/semver: a branch by name, or numbers and stability words. */
export interface ComposerVersion {
  /** Name of the branch, for `dev-NAME`. */
  readonly branch: string | undefined;
  /** Numbers (canonical digits) and words of the normalized version, as PHP's `version_compare` splits them. */
  readonly parts: readonly string[];
}

const STABILITY = '(stable|beta|b|rc|alpha|a|patch|pl|p)';

/** Stability, its number, and a trailing `dev`: three groups. */
export const MODIFIER = `[._-]?(?:${STABILITY}((?:[.-]?\\d+(?:[.-]\\d+)*)?))?([.-]?dev)?`;

const CLASSICAL = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${MODIFIER}$`, 'i');
const DATED = new RegExp(`^v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3}){0,2})${MODIFIER}$`, 'i');
const NUMERIC_BRANCH = /^v?(\d+)(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?$/;
const OPEN_ENDED = '9999999';

const EXPANSIONS = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['p', 'patch'],
  ['pl', 'patch'],
]);

/** Order of stability words; a number stands between `rc` and `patch`, an unknown word before all. */
const FORMS = ['dev', 'alpha', 'beta', 'rc', '#', 'patch'];
const NUMBER_FORM = FORMS.indexOf('#');

/** Splits as PHP's `version_compare` does: between digits and letters, and at separators. */
function split(normalized: string): string[] {
  return (normalized.match(/\d+|[a-z]+/g) ?? []).map((part) => (/^\d/.test(part) ? canonicalDigits(part) : part));
}

/** Makes a version of normalized text, such as `1.2.0.0-beta1`. */
export function composerVersion(normalized: string): ComposerVersion {
  return { branch: undefined, parts: split(normalized.toLowerCase()) };
}

function modifiers(stability: string | undefined, number: string | undefined, dev: string | undefined): string {
  const suffix = dev ? '-dev' : '';
  if (!stability || stability === 'stable') return stability === 'stable' ? '' : suffix;
  const lower = stability.toLowerCase();
  return `-${EXPANSIONS.get(lower) ?? lower}${(number ?? '').replace(/^[.-]+/, '')}${suffix}`;
}

/** Normalizes a branch of numbers (`1.x`), or gives undefined for any other branch. */
function normalizeNumericBranch(name: string): string | undefined {
  const match = NUMERIC_BRANCH.exec(name.trim());
  if (!match) return undefined;
  const numbers = [1, 2, 3, 4].map((index) => match[index] ?? '.x').join('');
  return `${numbers.replaceAll(/[xX*]/g, OPEN_ENDED)}-dev`;
}

function normalizeNumbers(version: string): string | undefined {
  const classical = CLASSICAL.exec(version);
  if (classical) {
    const [, major, minor, patch, build, stability, number, dev] = classical;
    return `${major}${minor ?? '.0'}${patch ?? '.0'}${build ?? '.0'}${modifiers(stability, number, dev)}`;
  }
  const dated = DATED.exec(version);
  if (dated) {
    const [, date, stability, number, dev] = dated;
    return `${(date as string).replaceAll(/\D/g, '.')}${modifiers(stability, number, dev)}`;
  }
  const branch = /^(.*?)[.-]?dev$/i.exec(version);
  return branch ? normalizeNumericBranch(branch[1] as string) : undefined;
}

/** Drops an alias (`1.0 as 2.0`) and a stability flag (`@beta`). */
function withoutDecoration(text: string): string {
  const alias = /^([^,\s]+) +as +[^,\s]+$/.exec(text);
  return (alias?.[1] ?? text).replace(/@(?:stable|rc|beta|alpha|dev)$/i, '');
}

/** composer/semver's normalized text of a version; `dev-NAME` for a branch; undefined where it is not valid. */
export function normalizeComposerVersion(text: string): string | undefined {
  const version = withoutDecoration(text.trim());
  if (version === 'master' || version === 'trunk' || version === 'default') return `dev-${version}`;
  if (/^dev-/i.test(version)) return `dev-${version.slice(4)}`;
  const build = /^([^,\s+]+)\+\S+$/.exec(version);
  return normalizeNumbers(build?.[1] ?? version);
}

/** Reads a version as composer/semver's `VersionParser` does. */
export function parseComposerVersion(text: string): ComposerVersion | undefined {
  const normalized = normalizeComposerVersion(text);
  if (normalized === undefined) return undefined;
  return normalized.startsWith('dev-') ? { branch: normalized.slice(4), parts: [] } : composerVersion(normalized);
}

function isNumber(part: string): boolean {
  const unit = part.charCodeAt(0);
  return unit >= 48 && unit <= 57;
}

function formOf(part: string | undefined): number {
  return part === undefined || isNumber(part) ? NUMBER_FORM : FORMS.indexOf(part);
}

function compareParts(a: string, b: string): number {
  return isNumber(a) && isNumber(b) ? compareDigits(a, b) : formOf(a) - formOf(b);
}

/** PHP's `version_compare` over normalized parts: after the end a number is newer, a word as its stability says. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareParts(a[index] as string, b[index] as string);
    if (order !== 0) return order;
  }
  const left = a[shared];
  const right = b[shared];
  if (left !== undefined) return isNumber(left) ? 1 : formOf(left) - NUMBER_FORM;
  if (right !== undefined) return isNumber(right) ? -1 : NUMBER_FORM - formOf(right);
  return 0;
}

/**
 * The order of composer/semver's `Comparator`. Branches are older than every release. Of two branches Composer says
 * only whether they are the same; here they are in order of their names.
 */
export function compareComposerVersions(a: ComposerVersion, b: ComposerVersion): number {
  if (a.branch !== undefined || b.branch !== undefined) {
    if (a.branch === undefined) return 1;
    return b.branch === undefined ? -1 : compareText(a.branch, b.branch);
  }
  return compareLists(a.parts, b.parts);
}
