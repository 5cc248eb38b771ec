import type { CommandSpec, OptionSpec } from './command.ts';
import { commonOptions } from './parse.ts';

const COLUMN = 34;
const WIDTH = 110;

/** How an option is written: `-o, --output FILE`. */
export function optionUsage({ name, short, value, choices }: OptionSpec): string {
  const placeholder = value ? ` ${choices ? choices.join('|') : value}` : '';
  return `${short ? `-${short}, ` : ''}--${name}${placeholder}`;
}

/** Words in lines of at most a width; a longer word stands alone. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function row(left: string, right: string): string {
  const indent = ' '.repeat(COLUMN + 2);
  const [first = '', ...more] = wrapped(right, WIDTH - indent.length);
  const head = left.length < COLUMN - 1 ? [`  ${left.padEnd(COLUMN)}${first}`] : [`  ${left}`, `${indent}${first}`];
  return [...head, ...more.map((line) => indent + line)].join('\n');
}

function choicesOf({ argumentChoices = {} }: CommandSpec): readonly string[] {
  return Object.entries(argumentChoices).flatMap(([name, choices]) => [
    '',
    ...wrapped(`${name} is one of ${choices.join(', ')}.`, WIDTH),
  ]);
}

/** Help of one command. */
export function commandHelp(command: CommandSpec): string {
  const options = [...command.options, ...commonOptions];
  const lines = [
    `Usage: pratique ${[command.name, ...command.args].join(' ')} [OPTION…]`,
    '',
    ...wrapped(command.summary, WIDTH),
    ...choicesOf(command),
    '',
    'Options:',
    ...options.map((option) => row(optionUsage(option), option.summary + (option.repeatable ? ' Repeatable.' : ''))),
  ];
  if (command.examples.length > 0) lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  return `${lines.join('\n')}\n`;
}

function commandRows(commands: readonly CommandSpec[]): readonly string[] {
  return commands.map(({ name, args, summary }) => row([name, ...args].join(' '), summary));
}

/** Help of the commands that begin with the same word. */
export function groupHelp(group: string, commands: readonly CommandSpec[]): string {
  const lines = [`Usage: pratique ${group} COMMAND [ARG…] [OPTION…]`, '', 'Commands:', ...commandRows(commands)];
  return `${lines.join('\n')}\n\n\`pratique help ${group} COMMAND\` tells more.\n`;
}

/** Help of the whole program. */
export function programHelp(commands: readonly CommandSpec[], exitCodes: Readonly<Record<number, string>>): string {
  const lines = [
    'Usage: pratique COMMAND [ARG…] [OPTION…]',
    '',
    'Commands:',
    ...commandRows(commands),
    '',
    'TARGET is an image reference, docker-archive:F[:REF], oci-archive:F[:REF], oci-dir:D[:REF], docker-daemon:NAME,',
    'dir:D, rootfs:D, sbom:F or host:.',
    '',
    'Exit codes:',
    ...Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`),
    '',
    '`pratique help COMMAND` tells more.',
  ];
  return `${lines.join('\n')}\n`;
}
