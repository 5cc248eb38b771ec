import { CompileError } from '../problem.ts';
import type { LiteralNode } from './node.ts';
import { numberAt } from './numbers.ts';
import { quotedAt } from './strings.ts';

/** A token; `kind` is the text itself for operators and brackets. */
export interface Token {
  readonly kind: 'end' | 'name' | 'quoted-name' | 'literal' | 'symbol';
  readonly text: string;
  readonly value?: LiteralNode['value'];
  readonly start: number;
  readonly end: number;
}

const symbols = /&&|\|\||[<>=!]=|[-+*/%!<>()[\]{}.,:?]/y;
const blank = /(?:[ \t\r\n\f]|\/\/[^\n]*)+/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const quotedName = /`([A-Za-z0-9_.\-/ ]+)`/y;
const quoteStart = /(?:[rR][bB]?|[bB][rR]?)?(?:"""|'''|"|')/y;

function matchAt(pattern: RegExp, source: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(source);
}

function tokenAt(source: string, start: number): Token {
  const quote = matchAt(quoteStart, source, start);
  if (quote !== null) {
    const literal = quotedAt(source, start, quote[0]);
    return { kind: 'literal', text: '', value: literal.value, start, end: literal.end };
  }
  const number = numberAt(source, start);
  if (number !== undefined) return { kind: 'literal', text: '', value: number.value, start, end: number.end };
  const word = matchAt(name, source, start)?.[0];
  if (word !== undefined) return { kind: 'name', text: word, start, end: start + word.length };
  const quoted = matchAt(quotedName, source, start);
  if (quoted !== null) return { kind: 'quoted-name', text: quoted[1] ?? '', start, end: start + quoted[0].length };
  const symbol = matchAt(symbols, source, start)?.[0];
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start, end: start + symbol.length };
  const shown = String.fromCodePoint(source.codePointAt(start) ?? 0);
  throw new CompileError([{ message: `unexpected character ${JSON.stringify(shown)}`, offset: start }]);
}

/**
 * The tokens of a source; the last is `end`.
 * @throws CompileError
 */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    offset += matchAt(blank, source, offset)?.[0].length ?? 0;
    if (offset >= source.length) break;
    const token = tokenAt(source, offset);
    tokens.push(token);
    offset = token.end;
  }
  tokens.push({ kind: 'end', text: 'end of the expression', start: source.length, end: source.length });
  return tokens;
}
