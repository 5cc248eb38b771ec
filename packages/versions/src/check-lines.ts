import { PratiqueError } from '@pratique/foundation';
import type { VersionScheme } from '@pratique/model';
import { versionScheme } from './schemes.ts';

/** How one version relates to another. */
export type Relation = '<' | '=' | '>';

/** What {@link checkLines} found. */
export interface CheckOutcome {
  /** Lines that claim another order than the scheme's, each as it was read. */
  readonly disagreements: readonly string[];
  /** Lines that cannot be read, as `A ? B`. They are in neither count. */
  readonly unparsable: readonly string[];
  /** How many lines claim the scheme's own order. */
  readonly agreed: number;
  /** How many lines disagree. Exit code 1 unless 0. */
  readonly disagreed: number;
  /** All that the command prints, in the order of the input; the last line holds the counts. */
  readonly output: readonly string[];
}

/** Result of comparing two versions, ready to print. */
export interface Comparison {
  readonly relation: Relation;
  /** `A < B`, `A = B` or `A > B`. */
  readonly line: string;
}

interface Claim {
  readonly a: string;
  readonly relation: Relation;
  readonly b: string;
}

const WORDS: Readonly<Record<Relation, string>> = { '<': 'before', '=': 'the same as', '>': 'after' };

function relationOf(order: number): Relation {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}

function isComment(word: string): boolean {
  return word.startsWith('#') || word.startsWith('//');
}

function isRelation(word: string | undefined): word is Relation {
  return word === '<' || word === '=' || word === '>';
}

/** Takes apart `A < B`. A comment begins a line, or a word after B: `#` within a version is part of it. */
function readClaim(line: string): Claim | undefined {
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((word, index) => index > 0 && isRelation(word));
  const relation = words[at];
  if (!isRelation(relation)) return undefined;
  const after = words.slice(at + 1);
  const comment = after.findIndex((word, index) => index > 0 && isComment(word));
  const b = (comment < 0 ? after : after.slice(0, comment)).join(' ');
  return { a: words.slice(0, at).join(' '), relation, b };
}

function orderOf(scheme: VersionScheme, a: string, b: string): Relation | undefined {
  try {
    return relationOf(scheme.compare(a, b));
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'versions/unparsable') return undefined;
    throw error;
  }
}

/**
 * Holds claimed orders (`A < B`, `A = B`, `A > B`, one per line; `#` and `//` start comments) against a scheme.
 *
 * @throws PratiqueError `versions/unknown-scheme`
 */
export function checkLines(scheme: string, lines: Iterable<string>): CheckOutcome {
  const rules = versionScheme(scheme);
  const disagreements: string[] = [];
  const unparsable: string[] = [];
  const output: string[] = [];
  let agreed = 0;
  for (const read of lines) {
    const line = read.replace(/\r$/, '');
    if (line.trim() === '' || isComment(line.trimStart())) continue;
    const claim = readClaim(line);
    const relation = claim && orderOf(rules, claim.a, claim.b);
    if (!relation) {
      const question = claim ? `${claim.a} ? ${claim.b}` : `${line} ?`;
      unparsable.push(question);
      output.push(question);
    } else if (relation === claim.relation) agreed += 1;
    else {
      disagreements.push(line);
      output.push(`${line}  (${rules.id}: the first is ${WORDS[relation]} the second)`);
    }
  }
  output.push(`${agreed} agree, ${disagreements.length} disagree, ${unparsable.length} unparsable`);
  return { disagreements, unparsable, agreed, disagreed: disagreements.length, output };
}

/**
 * Compares two versions.
 *
 * @throws PratiqueError `versions/unparsable`, `versions/unknown-scheme`
 */
export function compareVersions(scheme: string, a: string, b: string): Comparison {
  const relation = relationOf(versionScheme(scheme).compare(a, b));
  return { relation, line: `${a} ${relation} ${b}` };
}
