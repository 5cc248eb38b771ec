import type { ExitCode } from '../exit-codes.ts';

/** One option of a command, as data: parsing, help, completion and the reference come from it. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value, such as `FILE`; absent: a flag. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** Values as given: a flag is a boolean, a repeatable option a list. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command is handed. */
export interface Invocation {
  readonly args: readonly string[];
  readonly options: OptionValues;
  readonly signal: AbortSignal;
}

/** One command of the program. Its code is loaded only when it runs. */
export interface CommandSpec {
  /** Words that select it: `advisories update`. */
  readonly name: string;
  /** Arguments as usage shows them: `TARGET`. Optional ones in brackets; `…` repeats. */
  readonly args: readonly string[];
  readonly summary: string;
  /** The only values that an argument takes, by its name in `args`. */
  readonly argumentChoices?: Readonly<Record<string, readonly string[]>>;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ run(invocation: Invocation): Promise<ExitCode> }>;
}

/** The text of an option, or undefined where it was not given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every value of a repeatable option. */
export function listOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

export function flagOption(options: OptionValues, name: string): boolean {
  return options[name] === true;
}
