import { parseArgs, type ParseArgsConfig } from 'node:util';
import { reasonOf } from '@pratique/foundation';
import type { CommandSpec, OptionSpec, OptionValues } from './command.ts';
import { cliErrors } from './errors.ts';
import { closest } from './suggest.ts';

/** Options that every command takes. */
export const commonOptions: readonly OptionSpec[] = [{ name: 'help', short: 'h', summary: 'Show this help.' }];

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

function suggestion(word: string, candidates: readonly string[]): string {
  const meant = closest(word, candidates);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** The command that the first words select; the longest name wins. */
export function selectCommand(
  commands: readonly CommandSpec[],
  words: readonly string[],
): { command: CommandSpec; rest: readonly string[] } | undefined {
  const candidates = commands
    .filter(({ name }) => name.split(' ').every((word, i) => words[i] === word))
    .toSorted((a, b) => b.name.length - a.name.length);
  const command = candidates[0];
  return command && { command, rest: words.slice(command.name.split(' ').length) };
}

/** The commands that begin with a word: `advisories` has several, and is none itself. */
export function commandsOf(commands: readonly CommandSpec[], group: string): readonly CommandSpec[] {
  return commands.filter(({ name }) => name.startsWith(`${group} `));
}

/** What is wrong with words that select no command. */
export function unknownCommand(commands: readonly CommandSpec[], words: readonly string[]): Error {
  const [group = '', word] = words;
  const within = commandsOf(commands, group);
  const names = (within.length > 0 ? within : commands).map(
    ({ name }) => name.split(' ')[within.length > 0 ? 1 : 0] ?? '',
  );
  const on = `\`pratique ${words.slice(0, within.length > 0 ? 2 : 1).join(' ')}\``.slice(0, 120);
  if (within.length > 0 && (word === undefined || word.startsWith('-'))) {
    return usage(`\`pratique ${group}\``, `one word more is needed: ${names.join(', ')}`);
  }
  return usage(on, `there is no such command${suggestion((within.length > 0 ? word : group) ?? '', names)}`);
}

function parserOptions(command: CommandSpec): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    [...command.options, ...commonOptions].map((option) => [
      option.name,
      {
        type: option.value ? ('string' as const) : ('boolean' as const),
        multiple: option.repeatable ?? false,
        ...(option.short && { short: option.short }),
      },
    ]),
  );
}

function chosen(on: string, given: string, choices: readonly string[]): string {
  const choice = choices.find((one) => one === given.toLowerCase());
  if (choice === undefined) throw usage(`${on} ${given}`, `it takes ${choices.join(', ')}`);
  return choice;
}

/** Holds values against their choices; case does not matter, and is gone afterwards. */
function withChoices(command: CommandSpec, values: OptionValues): OptionValues {
  const checked: Record<string, OptionValues[string]> = { ...values };
  for (const { name, choices } of command.options) {
    const value = values[name];
    if (!choices || value === undefined || typeof value === 'boolean') continue;
    checked[name] =
      typeof value === 'string'
        ? chosen(`--${name}`, value, choices)
        : value.map((one) => chosen(`--${name}`, one, choices));
  }
  return checked;
}

function checkArguments(command: CommandSpec, args: readonly string[]): readonly string[] {
  const required = command.args.filter((arg) => !arg.startsWith('['));
  if (args.length < required.length) {
    throw usage(`\`pratique ${command.name}\``, `${required[args.length]} is missing`);
  }
  const endless = command.args.some((arg) => arg.includes('…'));
  if (!endless && args.length > command.args.length) {
    throw usage(args[command.args.length] ?? '', `\`pratique ${command.name}\` takes no further argument`);
  }
  return args.map((arg, i) => {
    const name = command.args[i] ?? '';
    const choices = command.argumentChoices?.[name];
    return choices ? chosen(name, arg, choices) : arg;
  });
}

/** The parser's reason in one line and without its advice on `--`, which is for other programs than this. */
function parserReason(command: CommandSpec, error: unknown): string {
  const reason = reasonOf(error).split('\n')[0]?.split('. To specify')[0] ?? '';
  const unknown = /^Unknown option '(?<option>--?[^']*)'/.exec(reason)?.groups?.['option'];
  if (unknown === undefined) return reason.replace(/\.$/, '').replace(/^O/, 'o');
  const names = [...command.options, ...commonOptions].map(({ name }) => `--${name}`);
  return `there is no option ${unknown}${suggestion(unknown, names)}`;
}

/** Reads a command's options and arguments. Throws `cli/usage` on anything that it does not know. */
export function parseInvocation(
  command: CommandSpec,
  words: readonly string[],
): { args: readonly string[]; options: OptionValues } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...words], options: parserOptions(command), allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(`\`pratique ${command.name}\``, parserReason(command, error));
  }
  const options = parsed.values as OptionValues;
  if (options['help'] === true) return { args: [], options };
  return { args: checkArguments(command, parsed.positionals), options: withChoices(command, options) };
}
