/** A part of a message: text, or CEL with the offset at which it stands. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly source: string; readonly offset: number };

/** A message that cannot be read. */
export interface TemplateProblem {
  readonly offset: number;
  readonly message: string;
}

export interface Template {
  readonly parts: readonly TemplatePart[];
  readonly problems: readonly TemplateProblem[];
}

const quotes: readonly string[] = ['"""', "'''", '"', "'"];

/** Where the string literal at `start` ends; the end of the text where it is not closed. */
function stringEnd(text: string, start: number): number {
  const quote = quotes.find((one) => text.startsWith(one, start)) as string;
  const raw = /[rR]/.test(text[start - 1] ?? '');
  for (let at = start + quote.length; at < text.length; at++) {
    if (text[at] === '\\' && !raw) at += 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

/** Where the hole that begins after `start` is closed; -1 where it is not. Braces and strings of its CEL are passed over. */
function holeEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const char = text[at] as string;
    if (char === '"' || char === "'") at = stringEnd(text, at);
    else {
      if (char === '}' && depth === 0) return at;
      depth += char === '{' ? 1 : char === '}' ? -1 : 0;
      at += 1;
    }
  }
  return -1;
}

/** Takes a message apart: `{CEL}` is a hole, `{{` and `}}` are braces. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  const problems: TemplateProblem[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    if ((char === '{' || char === '}') && text[at + 1] === char) {
      plain += char;
      at += 2;
      continue;
    }
    if (char !== '{') {
      if (char === '}') problems.push({ offset: at, message: '"}" closes nothing; write "}}" for a brace' });
      plain += char;
      at += 1;
      continue;
    }
    const end = holeEnd(text, at + 1);
    if (end < 0) {
      problems.push({ offset: at, message: '"{" is not closed; write "{{" for a brace' });
      break;
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push({ kind: 'hole', source: text.slice(at + 1, end), offset: at + 1 });
    at = end + 1;
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return { parts, problems };
}
