import { optionUsage } from '../../apps/pratique/src/cli/help.ts';
import type { CommandSpec } from '../../apps/pratique/src/cli/command.ts';
import { exitCodeMeanings } from '../../apps/pratique/src/exit-codes.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function commandSection(command: CommandSpec): string[] {
  const rows = command.options.map(
    (option) =>
      `| \`${cell(optionUsage(option))}\` | ${cell(option.summary)}${option.repeatable ? ' Repeatable.' : ''} |`,
  );
  const choices = Object.entries(command.argumentChoices ?? {}).flatMap(([name, words]) => [
    `${name} is one of ${words.map((word) => `\`${word}\``).join(', ')}.`,
    '',
  ]);
  const options = rows.length > 0 ? ['| option | |', '|---|---|', ...rows, ''] : [];
  const examples = command.examples.length > 0 ? ['```sh', ...command.examples, '```', ''] : [];
  return [
    `## pratique ${[command.name, ...command.args].join(' ')}`,
    '',
    command.summary,
    '',
    ...choices,
    ...options,
    ...examples,
  ];
}

/** The reference of commands and options, from the same data as `--help`. */
export function commandLineReference(commands: readonly CommandSpec[]): string {
  return ['# Command line', '', ...commands.flatMap(commandSection)].join('\n');
}

/** The reference of exit codes. */
export function exitCodesReference(): string {
  const rows = Object.entries(exitCodeMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return [
    '# Exit codes',
    '',
    'Exit codes are part of the API.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}
