/** One way in which a server asks to be told who is there. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A header longer than this is an attack. */
const MAX_LENGTH = 16_384;

const token = /[A-Za-z0-9!#$%&'*+.^_`|~-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;

/** Reads from a position on, without ever going back. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.slice(0, MAX_LENGTH);
  }

  skip(characters: string): void {
    while (this.#at < this.#text.length && characters.includes(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match ?? undefined;
  }

  /** Whether the next character is this one; if so it is passed. */
  passes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  step(): void {
    this.#at += 1;
  }
}

/** Reads a `WWW-Authenticate` header (RFC 9110, 11.6.1): several challenges, each with its parameters. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  const reader = new Reader(header);
  while (!reader.ended) {
    reader.skip(' \t,');
    const word = reader.take(token)?.[0];
    if (word === undefined) {
      reader.step();
      continue;
    }
    reader.skip(' \t');
    if (!reader.passes('=')) {
      challenges.push({ scheme: word.toLowerCase(), parameters: Object.create(null) as Record<string, string> });
      continue;
    }
    reader.skip(' \t');
    const value = reader.take(quoted)?.[1]?.replace(/\\(.)/gs, '$1') ?? reader.take(token)?.[0] ?? '';
    const current = challenges.at(-1);
    if (current) current.parameters[word.toLowerCase()] ??= value;
  }
  return challenges;
}
