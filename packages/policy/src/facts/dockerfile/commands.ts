import { type SimpleCommand, splitCommands, SUBSTITUTION } from './shell.ts';

/** A command of a build as conditions see it, without where it stands. */
export interface CommandFacts {
  readonly name: string;
  readonly words: readonly string[];
  readonly pipesInto: readonly string[];
  readonly sudo: boolean;
}

/** Shells inside shells that are looked into. */
const MAX_DEPTH = 4;
/** Programs of one pipeline that are named. */
const MAX_PIPED = 32;

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'busybox']);
/** Words of the shell's grammar in front of a command. */
const reserved = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '{', 'time']);
/** Programs that run the command behind them. */
const wrappers = new Set(['sudo', 'doas', 'env', 'exec', 'command', 'builtin', 'nohup', 'nice', 'eatmydata']);
/** Options of wrappers that take the next word. */
const takesWord = new Set(['-u', '-g', '-n', '-C', '-h', '--user', '--group']);
const assignment = /^[A-Za-z_]\w{0,255}\+?=/;

export function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** The command proper: without variables, grammar words and wrappers in front. */
function unwrapped(words: readonly string[]): { words: readonly string[]; sudo: boolean } {
  let at = 0;
  let sudo = false;
  for (; at < words.length - 1; at++) {
    const word = words[at] as string;
    if (assignment.test(word) || reserved.has(word)) continue;
    const name = baseName(word);
    if (!wrappers.has(name)) break;
    sudo ||= name === 'sudo' || name === 'doas';
    while (at < words.length - 2 && /^-./.test(words[at + 1] as string)) {
      if (takesWord.has(words[at + 1] as string) && at < words.length - 3) at++;
      at++;
    }
  }
  const left = words.slice(at);
  return { words: left, sudo: sudo || /^(?:sudo|doas)$/.test(baseName(left[0] ?? '')) };
}

/** The script of `sh -c SCRIPT`, `bash -euxc SCRIPT`. */
function inlineScript(words: readonly string[]): string | undefined {
  if (!shells.has(baseName(words[0] ?? ''))) return undefined;
  const option = words.findIndex((word, i) => i > 0 && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word));
  return option < 0 ? undefined : words.slice(option + 1).find((word) => !/^[-+]/.test(word));
}

/** Whether the shell runs what a substitution in this command's words prints. */
function runsSubstitution(words: readonly string[]): boolean {
  const name = baseName(words[0] ?? '');
  return name === 'eval' || inlineScript(words) !== undefined;
}

function readAll(simple: readonly SimpleCommand[], escapes: boolean, depth: number, out: CommandFacts[]): void {
  const proper = simple.map(({ words }) => unwrapped(words));
  const names = proper.map(({ words }) => baseName(words[0] ?? ''));
  const runs = proper.map(({ words }) => runsSubstitution(words));
  /** Where the output of a command goes: into a pipe, or where its substitution stands if that is run or read. */
  const after = ({ next, within, fed }: SimpleCommand): number | undefined =>
    next ?? (within !== undefined && (fed || runs[within]) ? within : undefined);
  simple.forEach((command, i) => {
    const { words, sudo } = proper[i] as (typeof proper)[number];
    const pipesInto: string[] = [];
    for (
      let at = after(command);
      at !== undefined && pipesInto.length < MAX_PIPED;
      at = after(simple[at] as SimpleCommand)
    ) {
      pipesInto.push(names[at] as string);
    }
    // What a substitution prints is run, but nobody can tell what it is.
    if (words.length > 0 && words.join(' ') !== SUBSTITUTION)
      out.push({ name: names[i] as string, words, pipesInto, sudo });
    const script = depth > 0 ? inlineScript(words) : undefined;
    if (script !== undefined) readAll(splitCommands(script, escapes), escapes, depth - 1, out);
  });
}

/** The commands of a shell script. `escapes`: a backslash escapes, as it does but on Windows. */
export function commandsOf(script: string, escapes: boolean): readonly CommandFacts[] {
  const out: CommandFacts[] = [];
  readAll(splitCommands(script, escapes), escapes, MAX_DEPTH, out);
  return out;
}

/** The commands of an instruction in JSON form. */
export function execCommands(words: readonly string[]): readonly CommandFacts[] {
  const out: CommandFacts[] = [];
  readAll([{ words }], true, MAX_DEPTH, out);
  return out;
}

/** Whether a here-document is a script: the instruction is nothing but it, or a shell reads it. */
export function runsHeredoc(rest: string, content: string): boolean {
  if (content.startsWith('#!')) return /^#![^\n]{0,200}\b(?:ba|da|a|z|k)?sh\b/.test(content);
  const before = rest.split('<<')[0]?.trim() ?? '';
  return before === '' || shells.has(baseName(before.split(/\s+/)[0] as string));
}
