import type { CommandSpec, OptionSpec } from './command.ts';
import { commonOptions } from './parse.ts';

/** Shells that completion is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** Spellings of TARGET that a file or folder follows, and those that stand alone. */
const targetPrefixes = [
  'docker-archive:',
  'oci-archive:',
  'oci-dir:',
  'docker-daemon:',
  'dir:',
  'rootfs:',
  'sbom:',
  'host:',
];

function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...command.options, ...commonOptions];
}

/** First words with the words that may follow them; none for a command of one word. */
function groupsOf(commands: readonly CommandSpec[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    const seconds = groups.get(first) ?? [];
    groups.set(first, second === undefined ? seconds : [...seconds, second]);
  }
  return groups;
}

/** Words that an argument of the command may be, files apart. */
function argumentWords({ args, argumentChoices = {} }: CommandSpec): readonly string[] {
  const [first = ''] = args;
  return argumentChoices[first] ?? (first === 'TARGET' ? targetPrefixes : []);
}

function flagsOf(option: OptionSpec): readonly string[] {
  return [...(option.short ? [`-${option.short}`] : []), `--${option.name}`];
}

function bashCommand(command: CommandSpec): readonly string[] {
  const valued = optionsOf(command).filter(({ value }) => value);
  const cases = valued.map((option) => {
    const reply = option.choices ? `COMPREPLY=($(compgen -W '${option.choices.join(' ')}' -- "$cur"))` : ':';
    return `        ${flagsOf(option).join('|')}) ${reply}; return ;;`;
  });
  const flags = optionsOf(command).map(({ name }) => `--${name}`);
  return [
    `    '${command.name}'|'${command.name} '*)`,
    ...(cases.length > 0 ? ['      case "$prev" in', ...cases, '      esac'] : []),
    `      if [[ $cur == -* ]]; then words='${flags.join(' ')}'; else words='${argumentWords(command).join(' ')}'; fi ;;`,
  ];
}

function bash(commands: readonly CommandSpec[]): string {
  const groups = groupsOf(commands);
  return [
    '# bash completion of pratique: source <(pratique completion bash)',
    '_pratique() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev= line= words= i',
    '  ((COMP_CWORD > 0)) && prev=${COMP_WORDS[COMP_CWORD-1]}',
    '  COMPREPLY=()',
    '  for ((i = 1; i < COMP_CWORD; i++)); do line+="${line:+ }${COMP_WORDS[i]}"; done',
    '  case "$line" in',
    // The longer names first: a shell takes the first pattern that fits.
    ...commands.toSorted((a, b) => b.name.length - a.name.length).flatMap(bashCommand),
    ...[...groups]
      .filter(([, seconds]) => seconds.length > 0)
      .map(([first, seconds]) => `    '${first}') words='${seconds.join(' ')}' ;;`),
    `    ''|help) words='${[...groups.keys(), 'help'].join(' ')}' ;;`,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    '  # What follows the colon of a target is a file; no space is put behind the colon.',
    '  [[ ${COMPREPLY[0]-} == *: ]] && compopt -o nospace 2>/dev/null',
    '}',
    'complete -o default -F _pratique pratique',
    '',
  ].join('\n');
}

function zshQuoted(text: string): string {
  return text.replaceAll("'", '’').replaceAll(/[[\]:\\`$]/g, '\\$&');
}

function zshOption(option: OptionSpec): string {
  const { name, short, value, choices, repeatable, summary } = option;
  const message = zshQuoted(value ?? '');
  const action = choices ? `(${choices.join(' ')})` : /FILE|DIR/.test(value ?? '') ? '_files' : '';
  const tail = value ? `:${message}:${action}` : '';
  const text = `[${zshQuoted(summary)}]${tail}`;
  const once = repeatable ? '*' : '';
  return [...(short ? [`'${once}-${short}${text}'`] : []), `'${once}--${name}${text}'`].join(' ');
}

function zshArgument(command: CommandSpec): string {
  const [first] = command.args;
  if (first === undefined) return '';
  const words = argumentWords(command);
  if (first === 'TARGET') return ` '1:target:_pratique_target'`;
  return words.length > 0 ? ` '1:${zshQuoted(first)}:(${words.join(' ')})'` : ` '*:${zshQuoted(first)}:_files'`;
}

function zsh(commands: readonly CommandSpec[]): string {
  const groups = groupsOf(commands);
  const cases = commands.map((command) => {
    const [, second] = command.name.split(' ');
    // What _arguments reads begins with the command's last word.
    const shift = second === undefined ? '1' : '2';
    const specs = optionsOf(command).map(zshOption).join(' ');
    return `    '${command.name}') shift ${shift} words; ((CURRENT -= ${shift})); _arguments ${specs}${zshArgument(command)} ;;`;
  });
  const seconds = [...groups].filter(([, list]) => list.length > 0);
  return [
    '#compdef pratique',
    '# zsh completion of pratique: source <(pratique completion zsh)',
    '_pratique_target() {',
    `  compset -P '*:' && { _files; return }`,
    `  compadd -S '' -- ${targetPrefixes.join(' ')}`,
    '}',
    '_pratique() {',
    `  if ((CURRENT == 2)); then compadd -- ${[...groups.keys(), 'help'].join(' ')}; return; fi`,
    '  local name=$words[2]',
    '  case "$name" in',
    ...seconds.map(
      ([first, list]) =>
        `    ${first}) if ((CURRENT == 3)); then compadd -- ${list.join(' ')}; return; fi; name="$words[2] $words[3]" ;;`,
    ),
    '  esac',
    '  case "$name" in',
    ...cases,
    '  esac',
    '}',
    'compdef _pratique pratique',
    '',
  ].join('\n');
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function fishCommand(command: CommandSpec): readonly string[] {
  const words = command.name.split(' ');
  const when = fishQuoted(words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
  const options = optionsOf(command).map(({ name, short, value, choices, summary }) => {
    const flags = `${short ? ` -s ${short}` : ''} -l ${name}`;
    const given = choices ? ` -x -a ${fishQuoted(choices.join(' '))}` : value ? ' -r' : '';
    return `complete -c pratique -n ${when}${flags}${given} -d ${fishQuoted(summary)}`;
  });
  const choices = argumentWords(command);
  const argument = choices.length > 0 ? [`complete -c pratique -n ${when} -a ${fishQuoted(choices.join(' '))}`] : [];
  return [...options, ...argument];
}

function fish(commands: readonly CommandSpec[]): string {
  const groups = groupsOf(commands);
  const firsts = [...groups.keys(), 'help'];
  const seconds = [...groups].filter(([, list]) => list.length > 0);
  return [
    '# fish completion of pratique: pratique completion fish | source',
    `complete -c pratique -n __fish_use_subcommand -f -a ${fishQuoted(firsts.join(' '))}`,
    ...seconds.map(([first, list]) => {
      const when = `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${list.join(' ')}`;
      return `complete -c pratique -n ${fishQuoted(when)} -f -a ${fishQuoted(list.join(' '))}`;
    }),
    ...commands.flatMap(fishCommand),
    '',
  ].join('\n');
}

const writers: Readonly<Record<Shell, (commands: readonly CommandSpec[]) => string>> = { bash, zsh, fish };

/** A script that teaches a shell the commands, options and choices of the program. */
export function completionScript(shell: Shell, commands: readonly CommandSpec[]): string {
  return writers[shell](commands);
}
