/** An Erlang term of the kinds that resource files hold. Strings and binaries are text, lists, tuples and maps are `items`. */
export type Term = string | { readonly atom: string } | { readonly number: string } | Compound;

/** A list, a tuple or a map; the items of a map are its pairs, each a tuple. */
export interface Compound {
  readonly kind: 'list' | 'tuple' | 'map';
  readonly items: readonly Term[];
}

const MAX_DEPTH = 64;
const MAX_TERMS = 200_000;

/** White space and comments. */
const space = /(?:\s|%[^\n]*)+/y;
const string = /"((?:[^"\\]|\\[\s\S])*)"/y;
const binary = /<<\s*(?:"((?:[^"\\]|\\[\s\S])*)"(?:\/utf8)?)?\s*>>/y;
const atom = /'((?:[^'\\]|\\[\s\S])*)'|[a-z][\w@]*/y;
const number = /[+-]?\d+(?:#\w+|\.\d+(?:[eE][+-]?\d+)?)?|\$(?:\\[\s\S]|[^\\])/y;
/** Between key and value of a map. */
const arrow = /=>/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', e: '\u001b', '0': '\0' };

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (_all, char: string) => escapes[char] ?? char);
}

class TermReader {
  readonly #text: string;
  #at = 0;
  #terms = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text) ?? undefined;
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #is(char: string): boolean {
    this.#take(space);
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  /** Terms up to the end, each closed by a full stop. Undefined at the first thing that is no term. */
  all(): Term[] | undefined {
    const terms: Term[] = [];
    for (this.#take(space); this.#at < this.#text.length; this.#take(space)) {
      const term = this.#term(0);
      if (term === undefined || !this.#is('.')) return undefined;
      terms.push(term);
    }
    return terms;
  }

  #term(depth: number): Term | undefined {
    this.#terms += 1;
    if (depth > MAX_DEPTH || this.#terms > MAX_TERMS) return undefined;
    this.#take(space);
    const char = this.#text[this.#at];
    if (char === '[' || char === '{') return this.#compound(char === '[' ? 'list' : 'tuple', depth);
    if (this.#text.startsWith('#{', this.#at)) return this.#compound('map', depth);
    const quotedText = this.#take(char === '<' ? binary : string);
    if (quotedText) return char === '"' ? this.#joined(unescape(quotedText[1] ?? '')) : unescape(quotedText[1] ?? '');
    const digits = this.#take(number);
    if (digits) return { number: digits[0] };
    const name = this.#take(atom);
    return name ? { atom: name[1] === undefined ? name[0] : unescape(name[1]) } : undefined;
  }

  /** Strings that stand side by side are one string. */
  #joined(first: string): string {
    const parts = [first];
    for (let next = this.#next(); next; next = this.#next()) parts.push(unescape(next[1] ?? ''));
    return parts.join('');
  }

  #next(): RegExpExecArray | undefined {
    this.#take(space);
    return this.#take(string);
  }

  #compound(kind: Compound['kind'], depth: number): Compound | undefined {
    const close = kind === 'list' ? ']' : '}';
    const items: Term[] = [];
    this.#at += kind === 'map' ? 2 : 1;
    while (!this.#is(close)) {
      if (items.length > 0 && !this.#is(',')) return undefined;
      const item = kind === 'map' ? this.#pair(depth + 1) : this.#term(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return { kind, items };
  }

  #pair(depth: number): Compound | undefined {
    const key = this.#term(depth);
    this.#take(space);
    if (key === undefined || !this.#take(arrow)) return undefined;
    const value = this.#term(depth);
    return value === undefined ? undefined : { kind: 'tuple', items: [key, value] };
  }
}

/**
 * Reads Erlang terms as `file:consult/1` does, without funs and macros; nothing is evaluated. Undefined where the
 * text is not such a sequence. Depth and number of terms are bounded.
 */
export function parseTerms(text: string): readonly Term[] | undefined {
  return new TermReader(text).all();
}

/** The text of a string, binary, atom or a list of such characters; undefined for other terms. */
export function termText(term: Term | undefined): string | undefined {
  if (typeof term === 'string') return term;
  return term !== undefined && 'atom' in term ? term.atom : undefined;
}

/** The items of a list, tuple or map; empty for other terms. */
export function termItems(term: Term | undefined): readonly Term[] {
  return typeof term === 'object' && 'items' in term ? term.items : [];
}

/** The value beside a key in a list of pairs, `[{key, value}, …]`. */
export function pairValue(list: readonly Term[], key: string): Term | undefined {
  return list.map(termItems).find((pair) => pair.length === 2 && termText(pair[0]) === key)?.[1];
}
