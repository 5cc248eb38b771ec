/** One instruction as BuildKit's parser cuts it out: continuation lines joined, comments gone. */
export interface SourceInstruction {
  /** Upper case. */
  readonly keyword: string;
  readonly flags: Readonly<Record<string, string>>;
  /** Everything after keyword and flags. */
  readonly rest: string;
  readonly heredocs: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** A Dockerfile cut into instructions. */
export interface SourceFile {
  readonly instructions: readonly SourceInstruction[];
  readonly escape: '\\' | '`';
  /** Why it would not build; what was read up to there is whole. */
  readonly problem?: { readonly line: number; readonly reason: string };
}

/** Instructions of one file; real ones have dozens. */
const MAX_INSTRUCTIONS = 10_000;

const keywords = new Set([
  'ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD',
  'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]); // prettier-ignore

/** Instructions that may carry here-documents (Dockerfile reference, "Here-Documents"). */
const heredocKeywords = new Set(['RUN', 'COPY', 'ADD', 'ONBUILD']);

const directive = /^#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*(\S.*)$/;
const isComment = (line: string): boolean => /^[ \t]*#/.test(line);

/** Lines from where the directives end, and the escape character that they set. */
function readDirectives(lines: readonly string[]): { from: number; escape: '\\' | '`' } {
  let escape: '\\' | '`' = '\\';
  let from = 0;
  for (; from < lines.length; from++) {
    const found = directive.exec((lines[from] as string).trim());
    if (!found) break;
    if (found[1]?.toLowerCase() === 'escape' && found[2]?.trim() === '`') escape = '`';
  }
  return { from, escape };
}

/** The line without the escape character that continues it; undefined where it is not continued. A doubled one is a character. */
function continued(line: string, escape: string): string | undefined {
  const trimmed = line.replace(/[ \t]{1,4096}$/, '');
  if (!trimmed.endsWith(escape) || trimmed.at(-2) === escape) return undefined;
  return trimmed.slice(0, -1);
}

function readFlags(text: string): { flags: Record<string, string>; rest: string } {
  const flags = Object.create(null) as Record<string, string>;
  let rest = text;
  for (;;) {
    const found = /^--([a-z][a-z0-9-]*)(?:=("[^"]*"|'[^']*'|[^ \t]*))?(?:[ \t]+|$)/.exec(rest);
    if (!found) return { flags, rest };
    const name = found[1] as string;
    const value = (found[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    // RUN takes several --mount.
    flags[name] = flags[name] === undefined ? value : `${flags[name]} ${value}`;
    rest = rest.slice(found[0].length);
  }
}

interface Delimiter {
  readonly name: string;
  readonly tabs: boolean;
}

/** Here-documents that a line opens: words of the form `<<EOF`, `<<-"EOF"`, outside of quotes. */
function delimitersOf(text: string): Delimiter[] {
  const delimiters: Delimiter[] = [];
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '\\') i++;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '<' && text[i + 1] === '<') {
      const found = /^<<(-?)(?:"([^"\s<]{1,256})"|'([^'\s<]{1,256})'|([A-Za-z0-9_][^\s<;|&>()"']{0,255}))/.exec(
        text.slice(i, i + 270),
      );
      // `<<<` is a here-string.
      while (text[i + 1] === '<') i++;
      if (!found) continue;
      delimiters.push({ name: found[2] ?? found[3] ?? found[4] ?? '', tabs: found[1] === '-' });
      i += found[0].length - 2;
    }
  }
  return delimiters;
}

/** Goes through the lines of a file. */
class Reader {
  readonly #lines: readonly string[];
  readonly #escape: string;
  #at: number;

  constructor(lines: readonly string[], from: number, escape: string) {
    this.#lines = lines;
    this.#at = from;
    this.#escape = escape;
  }

  /** The next line that says something, joined with those that continue it. */
  logicalLine(): { text: string; line: number } | undefined {
    while (this.#at < this.#lines.length) {
      const first = this.#lines[this.#at++] as string;
      if (first.trim() === '' || isComment(first)) continue;
      const line = this.#at;
      const parts: string[] = [];
      let part = continued(first, this.#escape);
      let last = part === undefined ? first : '';
      while (part !== undefined) {
        parts.push(part);
        part = undefined;
        while (this.#at < this.#lines.length) {
          const next = this.#lines[this.#at++] as string;
          if (next.trim() === '' || isComment(next)) continue;
          part = continued(next, this.#escape);
          last = part === undefined ? next : '';
          break;
        }
      }
      return { text: (parts.join('') + last).trim(), line };
    }
    return undefined;
  }

  /** Content up to the line that ends it; undefined where none does. */
  heredoc({ name, tabs }: Delimiter): string | undefined {
    const content: string[] = [];
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at++] as string;
      const compared = tabs ? line.replace(/^\t+/, '') : line;
      if (compared === name) return content.join('\n');
      content.push(compared);
    }
    return undefined;
  }
}

/**
 * Cuts a Dockerfile into instructions as BuildKit's parser does (Dockerfile reference, "Format"): directives, escape
 * characters, comments between continuation lines, here-documents, byte order mark, CRLF.
 */
export function readInstructions(text: string): SourceFile {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const { from, escape } = readDirectives(lines);
  const reader = new Reader(lines, from, escape);
  const instructions: SourceInstruction[] = [];
  const fail = (line: number, reason: string): SourceFile => ({ instructions, escape, problem: { line, reason } });
  for (let found = reader.logicalLine(); found; found = reader.logicalLine()) {
    const { text: whole, line } = found;
    const word = /^\S+/.exec(whole)?.[0] ?? '';
    const keyword = word.toUpperCase();
    if (!keywords.has(keyword)) return fail(line, 'is no instruction of a Dockerfile');
    if (instructions.length >= MAX_INSTRUCTIONS)
      return fail(line, `there are more than ${MAX_INSTRUCTIONS} instructions`);
    const heredocs: string[] = [];
    for (const delimiter of heredocKeywords.has(keyword) ? delimitersOf(whole) : []) {
      const content = reader.heredoc(delimiter);
      if (content === undefined) return fail(line, 'has a here-document that does not end');
      heredocs.push(content);
    }
    instructions.push({ keyword, ...readFlags(whole.slice(word.length).trim()), heredocs, line });
  }
  return { instructions, escape };
}
