import { parseArgs, type ParseArgsConfig } from 'node:util';
import { reasonOf } from '@pratique/foundation';
import type { CommandSpec, OptionSpec, OptionValues } from './command.ts';
import { cliErrors } from './errors.ts';

/** Options that every command takes. */
export const commonOptions: readonly OptionSpec[] = [{ name: 'help', short: 'h', summary: 'Show this help.' }];

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
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

function checkChoices(command: CommandSpec, values: OptionValues): void {
  for (const { name, choices } of command.options) {
    if (!choices) continue;
    const value = values[name];
    for (const given of Array.isArray(value) ? value : [value]) {
      if (given === undefined || choices.includes(given as string)) continue;
      throw usage(`--${name} ${given}`, `it takes ${choices.join(', ')}`);
    }
  }
}

function checkArguments(command: CommandSpec, args: readonly string[]): void {
  const required = command.args.filter((arg) => !arg.startsWith('['));
  if (args.length < required.length) {
    throw usage(`\`pratique ${command.name}\``, `${required[args.length]} is missing`);
  }
  const endless = command.args.some((arg) => arg.includes('…'));
  if (!endless && args.length > command.args.length) {
    throw usage(args[command.args.length] ?? '', `\`pratique ${command.name}\` takes no further argument`);
  }
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
    // The parser's advice on `--` is for other programs than this.
    throw usage(`\`pratique ${command.name}\``, reasonOf(error).split('. To specify')[0] ?? '');
  }
  const options = parsed.values as OptionValues;
  if (options['help'] !== true) {
    checkChoices(command, options);
    checkArguments(command, parsed.positionals);
  }
  return { args: parsed.positionals, options };
}
