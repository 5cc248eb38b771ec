import { CompileError } from '../problem.ts';

const simpleEscapes: Readonly<Record<string, number>> = {
  '\\': 0x5c,
  '?': 0x3f,
  '"': 0x22,
  "'": 0x27,
  '`': 0x60,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

const digitsOf: Readonly<Record<string, readonly [pattern: RegExp, radix: number]>> = {
  x: [/[xX]([0-9a-fA-F]{2})/y, 16],
  X: [/[xX]([0-9a-fA-F]{2})/y, 16],
  u: [/u([0-9a-fA-F]{4})/y, 16],
  U: [/U([0-9a-fA-F]{8})/y, 16],
};
const octal: readonly [RegExp, number] = [/([0-3][0-7]{2})/y, 8];

/** Collects a literal's content: text as a string, bytes as octets. */
class Content {
  private readonly parts: string[] = [];
  private readonly octets: number[] = [];
  private readonly bytes: boolean;

  constructor(bytes: boolean) {
    this.bytes = bytes;
  }

  text(part: string): void {
    if (!this.bytes) this.parts.push(part);
    else for (const octet of Buffer.from(part, 'utf8')) this.octets.push(octet);
  }

  /** What an escape stands for: a code point in a string, an octet in bytes. */
  escape(code: number): void {
    if (this.bytes) this.octets.push(code);
    else this.parts.push(String.fromCodePoint(code));
  }

  value(): string | Uint8Array {
    return this.bytes ? Uint8Array.from(this.octets) : this.parts.join('');
  }
}

function refuse(message: string, offset: number): never {
  throw new CompileError([{ message, offset }]);
}

/** Reads the escape after the backslash at `offset - 1`; returns where it ends. */
function escapeAt(source: string, offset: number, content: Content, bytes: boolean): number {
  const letter = source[offset] ?? '';
  if (Object.hasOwn(simpleEscapes, letter)) {
    content.escape(simpleEscapes[letter] ?? 0);
    return offset + 1;
  }
  const unicode = letter === 'u' || letter === 'U';
  if (unicode && bytes) refuse('bytes have no unicode escapes', offset - 1);
  const [pattern, radix] = Object.hasOwn(digitsOf, letter) ? (digitsOf[letter] ?? octal) : octal;
  pattern.lastIndex = offset;
  const match = pattern.exec(source);
  if (match === null) return refuse('invalid escape sequence', offset - 1);
  const code = Number.parseInt(match[1] ?? '', radix);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) refuse('escape is no character', offset - 1);
  content.escape(code);
  return offset + match[0].length;
}

/**
 * The string or bytes literal that begins at `start` with `opening`: prefix and quote.
 * @throws CompileError
 */
export function quotedAt(
  source: string,
  start: number,
  opening: string,
): { readonly value: string | Uint8Array; readonly end: number } {
  const quote = opening.replace(/^[a-zA-Z]+/, '');
  const prefix = opening.slice(0, opening.length - quote.length).toLowerCase();
  const raw = prefix.includes('r');
  const bytes = prefix.includes('b');
  const content = new Content(bytes);
  let offset = start + opening.length;
  let plain = offset;
  while (offset < source.length) {
    const character = source[offset];
    if (character === quote[0] && source.startsWith(quote, offset)) {
      content.text(source.slice(plain, offset));
      return { value: content.value(), end: offset + quote.length };
    }
    if (quote.length === 1 && (character === '\n' || character === '\r')) break;
    if (character === '\\' && !raw) {
      content.text(source.slice(plain, offset));
      offset = escapeAt(source, offset + 1, content, bytes);
      plain = offset;
    } else {
      offset += 1;
    }
  }
  return refuse('string has no end', start);
}
