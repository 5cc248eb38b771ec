/** One simple command of a script (POSIX shell, "Simple Commands"). */
export interface SimpleCommand {
  /** Quotes removed; variables and substitutions stand as written. */
  readonly words: readonly string[];
  /** Position of the command that its output is piped into. */
  readonly next?: number;
  /** Position of the command in whose words it stands as a substitution. */
  readonly within?: number;
  /** By process substitution, `<(…)`: the other reads its output. */
  readonly fed?: boolean;
}

/** Stands in a word for what a substitution prints. */
export const SUBSTITUTION = '$()';

/** Commands of one script; more are left out, which takes a file made for it. */
const MAX_COMMANDS = 20_000;
/** Substitutions within substitutions. */
const MAX_DEPTH = 24;

interface Draft {
  words: string[];
  next?: number;
  within?: number;
  fed?: boolean;
}

/** Where the reader is within one list of commands. */
interface ListState {
  readonly within: number | undefined;
  readonly fed: boolean | undefined;
  /** Subshells that are open. */
  subshells: number;
  /** The command that is being read. */
  current?: number | undefined;
  /** The command whose output goes to the next. */
  piped?: number | undefined;
}

const operators = new Set([';', '&', '|', '\n', '(', ')']);

/** Reads a script front to back, every character once. */
class ShellReader {
  readonly #text: string;
  readonly #escapes: boolean;
  readonly drafts: Draft[] = [];
  #at = 0;
  /** In a backtick substitution a backtick ends it; elsewhere it begins one. */
  #inBackticks = false;

  constructor(text: string, escapes: boolean) {
    this.#text = text;
    this.#escapes = escapes;
  }

  get #full(): boolean {
    return this.drafts.length >= MAX_COMMANDS;
  }

  /** Commands up to the end of the text or, in a substitution, to what closes it. */
  list(close: '' | ')' | '`', depth: number, within?: number, fed?: boolean): void {
    const state: ListState = { within, fed, subshells: 0 };
    while (this.#at < this.#text.length && !this.#full) {
      const character = this.#text[this.#at] as string;
      if (character === close && state.subshells === 0) {
        this.#at++;
        return;
      }
      if (character === ' ' || character === '\t' || character === '\r') this.#at++;
      else if (this.#continues()) this.#at += 2;
      else if (character === '#') this.#skipLine();
      else if (this.#redirects()) this.#redirection(depth, () => this.#open(state));
      else if (operators.has(character)) this.#operator(state);
      else {
        const command = this.#open(state);
        const word = this.#word(depth, command);
        (this.drafts[command] as Draft).words.push(word);
      }
    }
  }

  /** The command that is being read, begun where none is. */
  #open(state: ListState): number {
    if (state.current !== undefined) return state.current;
    const { within, fed, piped } = state;
    const command = this.drafts.length;
    this.drafts.push({ words: [], ...(within !== undefined && { within }), ...(fed && { fed }) });
    if (piped !== undefined) (this.drafts[piped] as Draft).next = command;
    state.piped = undefined;
    state.current = command;
    return command;
  }

  #operator(state: ListState): void {
    const operator = /^(?:\|\||&&|;;|\|&|[;&|\n()])/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0] ?? ' ';
    this.#at += operator.length;
    if (operator === '|' || operator === '|&') {
      state.piped = state.current ?? state.piped;
      state.current = undefined;
    } else if (operator === '(') {
      state.subshells++;
      state.current = undefined;
    } else if (operator === ')') {
      // What follows a subshell, a pipe above all, goes on from its last command.
      state.subshells = Math.max(0, state.subshells - 1);
    } else {
      state.current = undefined;
      // A pipe may go on in the next line.
      if (operator !== '\n') state.piped = undefined;
    }
  }

  #continues(): boolean {
    return this.#escapes && this.#text[this.#at] === '\\' && /[\r\n]/.test(this.#text[this.#at + 1] ?? '');
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #redirects(): boolean {
    return /^(?:\d{0,3}|&)[<>]/.test(this.#text.slice(this.#at, this.#at + 4));
  }

  /** `> file`, `2>&1`, `<<EOF`, and `<(…)`, which is none. */
  #redirection(depth: number, command: () => number): void {
    const operator = /^(?:\d{0,3}|&)(?:<<<|<<-?|<>|>>|>\||[<>]&?)/.exec(this.#text.slice(this.#at, this.#at + 8));
    const written = operator?.[0] ?? '>';
    this.#at += written.length;
    if (/^[<>]$/.test(written) && this.#text[this.#at] === '(') {
      this.#at++;
      this.#substitution(')', depth, command(), written === '<');
      return;
    }
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at++;
    // `bash < <(curl …)`
    if (this.#text.startsWith('<(', this.#at)) {
      this.#at += 2;
      this.#substitution(')', depth, command(), true);
    } else if (this.#at < this.#text.length && !/[;&|\n()]/.test(this.#text[this.#at] as string)) {
      this.#word(depth, command());
    }
  }

  #substitution(close: ')' | '`', depth: number, within: number, fed: boolean): void {
    if (depth === 0) return;
    const before = this.#inBackticks;
    this.#inBackticks = close === '`';
    this.list(close, depth - 1, within, fed);
    this.#inBackticks = before;
  }

  /** `$(` or a backtick where the reader stands: its commands are read, the word keeps a mark. */
  #substituted(depth: number, within: number): string | undefined {
    if (this.#text.startsWith('$(', this.#at) && !this.#text.startsWith('$((', this.#at)) {
      this.#at += 2;
      this.#substitution(')', depth, within, false);
      return SUBSTITUTION;
    }
    if (this.#text[this.#at] === '`' && this.#escapes && !this.#inBackticks && depth > 0) {
      this.#at++;
      this.#substitution('`', depth, within, false);
      return SUBSTITUTION;
    }
    return undefined;
  }

  #endsBackticks(): boolean {
    return this.#inBackticks && this.#text[this.#at] === '`';
  }

  #doubleQuoted(depth: number, within: number): string {
    let word = '';
    this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"' && !this.#endsBackticks()) {
      const substituted = this.#substituted(depth, within);
      if (substituted !== undefined) word += substituted;
      else if (this.#escapes && this.#text[this.#at] === '\\') {
        const next = this.#text[this.#at + 1] ?? '';
        word += /["\\$`]/.test(next) ? next : next === '\n' ? '' : `\\${next}`;
        this.#at += 2;
      } else word += this.#text[this.#at++] as string;
    }
    if (this.#text[this.#at] === '"') this.#at++;
    return word;
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    const stop = end < 0 ? this.#text.length : end;
    const word = this.#text.slice(this.#at + 1, stop);
    this.#at = stop + 1;
    return word;
  }

  /** Ends before white space and operators. Moves on by at least one character. */
  #word(depth: number, within: number): string {
    let word = '';
    const from = this.#at;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] as string;
      if (/[\s;&|()<>]/.test(character)) break;
      const substituted = this.#substituted(depth, within);
      if (substituted !== undefined) word += substituted;
      else if (character === "'") word += this.#singleQuoted();
      else if (character === '"') word += this.#doubleQuoted(depth, within);
      else if (this.#endsBackticks()) break;
      else if (character === '\\' && this.#escapes) {
        const next = this.#text[this.#at + 1] ?? '';
        word += next === '\n' ? '' : next;
        this.#at += 2;
      } else {
        word += character;
        this.#at++;
      }
    }
    if (this.#at === from) this.#at++;
    return word;
  }
}

/** Cuts a script into its simple commands, those of substitutions included. Linear; never fails. */
export function splitCommands(script: string, escapes: boolean): readonly SimpleCommand[] {
  const reader = new ShellReader(script, escapes);
  reader.list('', MAX_DEPTH);
  return reader.drafts;
}
