import type { CommandSpec, OptionSpec } from './command.ts';
import { commonOptions } from './parse.ts';

const COLUMN = 34;

/** How an option is written: `-o, --output FILE`. */
export function optionUsage({ name, short, value, choices }: OptionSpec): string {
  const placeholder = value ? ` ${choices ? choices.join('|') : value}` : '';
  return `${short ? `-${short}, ` : ''}--${name}${placeholder}`;
}

function row(left: string, right: string): string {
  return left.length < COLUMN - 2 ? `  ${left.padEnd(COLUMN)}${right}` : `  ${left}\n  ${' '.repeat(COLUMN)}${right}`;
}

/** Help of one command. */
export function commandHelp(command: CommandSpec): string {
  const options = [...command.options, ...commonOptions];
  const lines = [
    `Usage: pratique ${[command.name, ...command.args].join(' ')} [OPTION…]`,
    '',
    command.summary,
    '',
    'Options:',
    ...options.map((option) => row(optionUsage(option), option.summary + (option.repeatable ? ' Repeatable.' : ''))),
  ];
  if (command.examples.length > 0) lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  return `${lines.join('\n')}\n`;
}

/** Help of the whole program. */
export function programHelp(commands: readonly CommandSpec[], exitCodes: Readonly<Record<number, string>>): string {
  const lines = [
    'Usage: pratique COMMAND [ARG…] [OPTION…]',
    '',
    'Commands:',
    ...commands.map(({ name, args, summary }) => row([name, ...args].join(' '), summary.split('\n')[0] ?? '')),
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
