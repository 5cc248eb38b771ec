import { canonicalDigits, compareDigits, compareText, isDigitAt } from '../order.ts';

/** A number (canonical digits), a qualifier (its sort key), or what follows a hyphen or a change of kind. */
type Item =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'qualifier'; readonly key: string }
  | List;

interface List {
  readonly kind: 'list';
  readonly items: Item[];
}

/** A version as Maven's `ComparableVersion` understands it. */
export type MavenVersion = List;

/** From oldest to newest; the empty one is the release itself. Unknown qualifiers come after all of them. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE = String(QUALIFIERS.indexOf(''));
const ALIASES = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);
const SHORT = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

const ZERO: Item = { kind: 'number', digits: '0' };

function newList(): List {
  return { kind: 'list', items: [] };
}

/** @param beforeDigit whether a digit follows at once: then `a`, `b` and `m` are short for alpha, beta, milestone */
function qualifier(text: string, beforeDigit: boolean): Item {
  const long = beforeDigit ? (SHORT.get(text) ?? text) : text;
  const name = ALIASES.get(long) ?? long;
  const rank = QUALIFIERS.indexOf(name);
  return { kind: 'qualifier', key: rank < 0 ? `${QUALIFIERS.length}-${name}` : String(rank) };
}

function isNull(item: Item): boolean {
  if (item.kind === 'number') return item.digits === '0';
  return item.kind === 'qualifier' ? item.key === RELEASE : item.items.length === 0;
}

/** Drops trailing zeros, empty qualifiers and empty lists, also those before a list at the end. */
function normalize(list: List): void {
  for (let index = list.items.length - 1; index >= 0; index -= 1) {
    const item = list.items[index] as Item;
    if (isNull(item)) list.items.splice(index, 1);
    else if (item.kind !== 'list') break;
  }
}

/** Builds the nested lists; one list is open at a time, the innermost. */
class ListBuilder {
  readonly #lists: List[] = [newList()];

  get #open(): List {
    return this.#lists.at(-1) as List;
  }

  add(item: Item): void {
    this.#open.items.push(item);
  }

  nest(): void {
    const list = newList();
    this.add(list);
    this.#lists.push(list);
  }

  /** A qualifier opens a list of its own unless one was just opened: `.X` reads as `-X`. */
  nestUnlessEmpty(): void {
    if (this.#open.items.length > 0) this.nest();
  }

  finish(): MavenVersion {
    for (const list of this.#lists.toReversed()) normalize(list);
    return this.#lists[0] as List;
  }
}

/** Reads any text as a version, by the rules of Maven's `ComparableVersion`. */
export function parseMavenVersion(version: string): MavenVersion {
  const text = version.toLowerCase();
  const builder = new ListBuilder();
  let start = 0;
  let digits = false;
  const take = (end: number): Item =>
    digits
      ? { kind: 'number', digits: canonicalDigits(text.slice(start, end)) }
      : qualifier(text.slice(start, end), false);

  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index];
    if (unit === '.' || unit === '-') {
      builder.add(index === start ? ZERO : take(index));
      start = index + 1;
      if (unit === '-') builder.nest();
    } else if (isDigitAt(text, index)) {
      if (!digits && index > start) {
        builder.nestUnlessEmpty();
        builder.add(qualifier(text.slice(start, index), true));
        start = index;
        builder.nest();
      }
      digits = true;
    } else {
      if (digits && index > start) {
        builder.add(take(index));
        start = index;
        builder.nest();
      }
      digits = false;
    }
  }
  if (text.length > start) {
    if (!digits) builder.nestUnlessEmpty();
    builder.add(take(text.length));
  }
  return builder.finish();
}

/** An item against the end of the other version. */
function compareToEnd(item: Item): number {
  if (item.kind === 'number') return item.digits === '0' ? 0 : 1;
  if (item.kind === 'qualifier') return compareText(item.key, RELEASE);
  for (const nested of item.items) {
    const order = compareToEnd(nested);
    if (order !== 0) return order;
  }
  return 0;
}

/** Items of different kinds: numbers after lists after qualifiers. */
const KIND_ORDER = { qualifier: 0, list: 1, number: 2 } as const;

function compareItems(a: Item, b: Item): number {
  if (a.kind === 'number' && b.kind === 'number') return compareDigits(a.digits, b.digits);
  if (a.kind === 'qualifier' && b.kind === 'qualifier') return compareText(a.key, b.key);
  if (a.kind === 'list' && b.kind === 'list') return compareMavenVersions(a, b);
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

/** The order of Maven's `ComparableVersion`. Depth of recursion is bounded by the length of the versions. */
export function compareMavenVersions(a: MavenVersion, b: MavenVersion): number {
  const length = Math.max(a.items.length, b.items.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.items[index];
    const right = b.items[index];
    let order = 0;
    if (left && right) order = compareItems(left, right);
    else if (left) order = compareToEnd(left);
    else if (right) order = -compareToEnd(right);
    if (order !== 0) return order;
  }
  return 0;
}
