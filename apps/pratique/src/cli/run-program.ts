import { commands } from '../commands/commands.ts';
import { type ExitCode, exitCodeMeanings, exitCodes } from '../exit-codes.ts';
import { commandHelp, groupHelp, programHelp } from './help.ts';
import { writeOutput } from './output.ts';
import { commandsOf, parseInvocation, selectCommand, unknownCommand } from './parse.ts';
import { stderr } from './streams.ts';

const HELP_WORDS: ReadonlySet<string> = new Set(['--help', '-h', 'help']);

/** The help that some words ask for, or undefined where they name no command. */
function helpFor(words: readonly string[]): string | undefined {
  const selected = selectCommand(commands, words);
  if (selected) return commandHelp(selected.command);
  const [group = ''] = words;
  if (group === '') return programHelp(commands, exitCodeMeanings);
  const within = words.length === 1 ? commandsOf(commands, group) : [];
  return within.length > 0 ? groupHelp(group, within) : undefined;
}

async function showHelp(words: readonly string[]): Promise<ExitCode> {
  const help = helpFor(words);
  if (help === undefined) throw unknownCommand(commands, words);
  await writeOutput(undefined, help);
  return exitCodes.done;
}

/**
 * Runs the command that the words select and answers with its exit code.
 * @throws PratiqueError `cli/usage` and whatever the command throws
 */
export async function runProgram(words: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const [first = ''] = words;
  if (HELP_WORDS.has(first)) return showHelp(words.slice(1));
  if (first === '') {
    stderr().write(programHelp(commands, exitCodeMeanings));
    return exitCodes.usage;
  }
  const selected = selectCommand(commands, words);
  if (!selected) {
    if (words.length === 2 && HELP_WORDS.has(words[1] ?? '')) return showHelp([first]);
    throw unknownCommand(commands, words);
  }
  const { command, rest } = selected;
  const { args, options } = parseInvocation(command, rest);
  if (options['help'] === true) {
    await writeOutput(undefined, commandHelp(command));
    return exitCodes.done;
  }
  const { run } = await command.load();
  return run({ args, options, signal });
}
