import { type Bound, holds, type Operator } from '../comparators.ts';
import {
  compareComposerVersions,
  type ComposerVersion,
  composerVersion,
  MODIFIER,
  normalizeComposerVersion,
} from './version.ts';

/** A constraint of composer/semver. */
export type ComposerBound = Bound<ComposerVersion>;

const NUMBERS = `v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:\\.(\\d+))?(?:${MODIFIER}|\\.([xX*][.-]?dev))(?:\\+\\S+)?`;
const TILDE = new RegExp(`^~(?!>)(${NUMBERS})$`, 'i');
const CARET = new RegExp(`^\\^(${NUMBERS})$`, 'i');
const HYPHEN = new RegExp(`^(${NUMBERS}) +- +(${NUMBERS})$`, 'i');
const WILDCARD = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.[xX*])+$/;
const EVERYTHING = /^v?[xX*](?:\.[xX*])*$/i;
const COMPARATOR = /^(<>|!=|>=?|<=?|==?)?\s*(.*)$/s;
const HAS_MODIFIER = new RegExp(`-${MODIFIER}$`, 'i');

/** Groups within {@link NUMBERS}, counted from its first. */
const GROUPS = 8;

interface Numbers {
  readonly text: string;
  /** Those that were written, at most four. */
  readonly digits: readonly string[];
  /** Whether a stability, `dev` or `x-dev` follows. */
  readonly modified: boolean;
  readonly branch: boolean;
}

function numbersOf(match: RegExpExecArray, first: number): Numbers {
  const [text, ...groups] = match.slice(first, first + GROUPS + 1);
  const digits = groups.slice(0, 4).filter((group) => group !== undefined);
  const branch = Boolean(groups[7]);
  return { text: text ?? '', digits, modified: Boolean(groups[4] || groups[6] || branch), branch };
}

function bound(operator: Operator, normalized: string | undefined): ComposerBound | undefined {
  if (normalized === undefined) return undefined;
  const version = normalized.startsWith('dev-')
    ? { branch: normalized.slice(4), parts: [] }
    : composerVersion(normalized);
  return { operator, version };
}

function both(low: ComposerBound | undefined, high: ComposerBound | undefined): ComposerBound[] | undefined {
  return low && high ? [low, high] : undefined;
}

/** Four numbers: those up to `position` (from 1), the last of them raised, the rest 0. */
function padded(digits: readonly string[], position: number, raise: boolean): string {
  const numbers = [0, 1, 2, 3].map((index) => (index < position ? (digits[index] ?? '0') : '0'));
  if (raise) numbers[position - 1] = String(BigInt(numbers[position - 1] as string) + 1n);
  return numbers.join('.');
}

/** From the version on (its development releases included unless it names a stability) up to a raised number. */
function upTo(numbers: Numbers, position: number): ComposerBound[] | undefined {
  const low = normalizeComposerVersion(numbers.modified ? numbers.text : `${numbers.text}-dev`);
  return both(bound('>=', low), bound('<', `${padded(numbers.digits, position, true)}-dev`));
}

function tilde(numbers: Numbers): ComposerBound[] | undefined {
  const position = numbers.digits.length + (numbers.branch ? 1 : 0);
  return upTo(numbers, Math.max(1, position - 1));
}

function caret(numbers: Numbers): ComposerBound[] | undefined {
  const [major, minor, patch] = numbers.digits;
  if (major !== '0' || minor === undefined) return upTo(numbers, 1);
  return upTo(numbers, minor !== '0' || patch === undefined ? 2 : 3);
}

function wildcard(match: RegExpExecArray): ComposerBound[] | undefined {
  const digits = match.slice(1, 4).filter((group) => group !== undefined);
  const low = `${padded(digits, digits.length, false)}-dev`;
  const high = bound('<', `${padded(digits, digits.length, true)}-dev`);
  if (low === '0.0.0.0-dev') return high && [high];
  return both(bound('>=', low), high);
}

function hyphen(from: Numbers, to: Numbers): ComposerBound[] | undefined {
  const low = normalizeComposerVersion(from.text);
  const high = normalizeComposerVersion(to.text);
  if (low === undefined || high === undefined) return undefined;
  const lower = bound('>=', from.modified ? low : `${low}-dev`);
  if (to.digits.length >= 3 || to.modified) return both(lower, bound('<=', high));
  return both(lower, bound('<', `${padded(to.digits, to.digits.length, true)}-dev`));
}

function operatorOf(text: string | undefined): Operator {
  if (text === undefined || text === '==' || text === '=') return '=';
  return text === '<>' ? '!=' : (text as Operator);
}

/** `>= 1.0` and `< 1.0` mean the development releases of 1.0 too, unless a stability is named. */
function comparator(constraint: string, flag: string | undefined): ComposerBound[] | undefined {
  const match = COMPARATOR.exec(constraint);
  const operand = match?.[2] ?? '';
  const operator = operatorOf(match?.[1]);
  let normalized = normalizeComposerVersion(operand);
  if (normalized === undefined && /^[0-9A-Za-z./-]+-dev$/.test(operand)) normalized = `dev-${operand.slice(0, -4)}`;
  if (normalized === undefined) return undefined;
  const branch = normalized.startsWith('dev-');
  const stable = !branch && /^[\d.]+(?:-patch\d*)?$/.test(normalized);
  if (operator !== '=' && flag && stable) normalized += `-${flag}`;
  else if ((operator === '<' || operator === '>=') && !branch && !HAS_MODIFIER.test(operand)) normalized += '-dev';
  const result = bound(operator, normalized);
  return result && [result];
}

function parseConstraint(text: string): ComposerBound[] | undefined {
  const alias = /^([^,\s]+) +as +[^,\s]+$/.exec(text);
  const flagged = /^([^,\s]*)@(stable|rc|beta|alpha|dev)$/i.exec(alias?.[1] ?? text);
  const flag = flagged?.[2] && flagged[2].toLowerCase() !== 'stable' ? flagged[2].toLowerCase() : undefined;
  const bare = flagged ? flagged[1] || '*' : (alias?.[1] ?? text);
  const constraint = bare.replace(/^(dev-[^,\s@#]+|[^,\s@#]+\.x-dev)#.+$/i, '$1');
  if (EVERYTHING.test(constraint)) return [];
  const tilded = TILDE.exec(constraint);
  if (tilded) return tilde(numbersOf(tilded, 1));
  const careted = CARET.exec(constraint);
  if (careted) return caret(numbersOf(careted, 1));
  const wild = WILDCARD.exec(constraint);
  if (wild) return wildcard(wild);
  const ranged = HYPHEN.exec(constraint);
  if (ranged) return hyphen(numbersOf(ranged, 1), numbersOf(ranged, 2 + GROUPS));
  return comparator(constraint, flag);
}

const BARE_OPERATOR = /^(?:<>|!=|>=?|<=?|==?)$/;

/** Cuts at commas and spaces that join conditions: not those of `1.0 - 2.0`, `1.0 as 2.0` or after an operator. */
function splitConditions(text: string): string[] {
  const words = text.trim().split(/[\s,]+/);
  const conditions: string[] = [];
  let index = 0;
  while (index < words.length) {
    const [word = '', next = '', third] = words.slice(index, index + 3);
    let taken = 1;
    if (BARE_OPERATOR.test(word) && next !== '') taken = 2;
    else if ((next === '-' || next === 'as') && third !== undefined) taken = 3;
    conditions.push(words.slice(index, index + taken).join(' '));
    index += taken;
  }
  return conditions;
}

/** Reads constraints of composer/semver: alternatives (`||`, `|`) of conditions (comma, space). */
export function parseConstraints(text: string): readonly (readonly ComposerBound[])[] | undefined {
  const alternatives: ComposerBound[][] = [];
  for (const part of text.split(/\|\|?/)) {
    const all: ComposerBound[] = [];
    for (const condition of splitConditions(part)) {
      const bounds = parseConstraint(condition);
      if (!bounds) return undefined;
      all.push(...bounds);
    }
    alternatives.push(all);
  }
  return alternatives;
}

/** A branch is in a constraint only by its own name; a release is never compared with a branch. */
export function fulfils(version: ComposerVersion, { operator, version: other }: ComposerBound): boolean {
  if (version.branch === undefined && other.branch === undefined) {
    return holds(operator, compareComposerVersions(version, other));
  }
  const same = version.branch === other.branch;
  return operator === '!=' ? !same : operator === '=' && same;
}
