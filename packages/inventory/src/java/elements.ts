/** Names are cut to this many characters: a path of long ones, told for each of many elements, would be an attack. */
const MAX_NAME = 200;

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML 1.0, 2.2. */
function isCharacter(point: number): boolean {
  return point >= 0x20 ? point < 0xd800 || (point > 0xdfff && point <= 0x10ffff) : [9, 10, 13].includes(point);
}

/** Entities that XML itself knows; those of other document types stay as written, as Maven's own reader has it. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] as string) : all;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return isCharacter(point) ? String.fromCodePoint(point) : all;
  });
}

/** Where a tag ends; a `>` within quotes does not end it. -1: it is broken off. */
function tagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '>') return at;
    if (sign !== '"' && sign !== "'") continue;
    at = text.indexOf(sign, at + 1);
    if (at < 0) return -1;
  }
  return -1;
}

/** A document type ends with the `>` behind its own declarations (XML 1.0, 2.8). -1: it is broken off. */
function doctypeEnd(text: string, from: number): number {
  const end = text.indexOf('>', from);
  if (end < 0 || !text.slice(from, end).includes('[')) return end;
  const closed = text.indexOf(']', end);
  return closed < 0 ? -1 : text.indexOf('>', closed);
}

/** Where that which begins with `<!` or `<?` ends. -1: it is broken off. */
function markupEnd(text: string, start: number): number {
  const past = (end: string): number => {
    const at = text.indexOf(end, start);
    return at < 0 ? -1 : at + end.length - 1;
  };
  if (text.startsWith('<!--', start)) return past('-->');
  if (text.startsWith('<![CDATA[', start)) return past(']]>');
  return text[start + 1] === '?' ? past('?>') : doctypeEnd(text, start);
}

/** What {@link walkElements} keeps to. */
export interface WalkBounds {
  /** Elements within elements; a deeper document ends there. */
  readonly depth: number;
  /** Characters of an element's own text that are told. */
  readonly text: number;
  /** The elements that are told: so many names below the root at most. */
  readonly told: number;
}

/** One pass over a document. */
class Walk {
  readonly #text: string;
  readonly #bounds: WalkBounds;
  readonly #closed: (path: string, content: string) => void;
  readonly #open: string[] = [];
  #content = '';

  constructor(text: string, bounds: WalkBounds, closed: (path: string, content: string) => void) {
    this.#text = text;
    this.#bounds = bounds;
    this.#closed = closed;
  }

  run(): void {
    const text = this.#text;
    for (let at = 0, start = text.indexOf('<'); start >= 0; start = text.indexOf('<', at)) {
      this.#append(at, start, false);
      const special = text[start + 1] === '!' || text[start + 1] === '?';
      const end = special ? markupEnd(text, start) : tagEnd(text, start + 1);
      if (end < 0) return;
      if (text.startsWith('<![CDATA[', start)) this.#append(start + 9, end - 2, true);
      else if (!special && !this.#tag(start + 1, end)) return;
      at = end + 1;
    }
  }

  /** Text matters within the elements that are told. */
  #append(from: number, to: number, verbatim: boolean): void {
    if (to <= from || this.#open.length > this.#bounds.told + 1 || this.#content.length >= this.#bounds.text) return;
    const part = this.#text.slice(from, Math.min(to, from + 4 * this.#bounds.text));
    this.#content += verbatim ? part : decodeEntities(part);
  }

  /** False where the document ends, or is damaged from here on. */
  #tag(from: number, end: number): boolean {
    const text = this.#text;
    const closing = text[from] === '/';
    const empty = !closing && text[end - 1] === '/';
    const body = text.slice(closing ? from + 1 : from, Math.min(empty ? end - 1 : end, from + MAX_NAME));
    const name = /^[^\s/<>"'=]+/.exec(body)?.[0];
    if (name === undefined) return false;
    if (closing) return this.#close(name);
    this.#open.push(name);
    this.#content = '';
    if (this.#open.length > this.#bounds.depth) return false;
    return empty ? this.#close(name) : true;
  }

  #close(name: string): boolean {
    if (this.#open.at(-1) !== name) return false;
    if (this.#open.length <= this.#bounds.told + 1) {
      this.#closed(this.#open.slice(1).join('/'), this.#content.trim().slice(0, this.#bounds.text));
    }
    this.#open.pop();
    this.#content = '';
    return this.#open.length > 0;
  }
}

/**
 * Tells each element as it closes: its path of names below the root (`licenses/license/name`) and its own text. Ends where the
 * document does or is not well-formed; what came before was told. Nothing is followed or expanded (XML 1.0). It is for
 * records of which a few elements matter: a reader that checks all of XML takes longer to be loaded than to read them.
 */
export function walkElements(text: string, bounds: WalkBounds, closed: (path: string, content: string) => void): void {
  new Walk(text, bounds, closed).run();
}
