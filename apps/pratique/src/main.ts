import { exitCodeMeanings, exitCodes } from './exit-codes.ts';
import { version } from './version.ts';

const VERSION_WORDS = new Set(['--version', '-V', 'version']);
const HELP_WORDS = new Set(['--help', '-h', 'help']);

/** Runs the program and answers with its exit code. Everything but the version is loaded when it is needed. */
async function main(words: readonly string[]): Promise<number> {
  if (words.length === 1 && VERSION_WORDS.has(words[0] ?? '')) {
    process.stdout.write(`pratique ${version}\n`);
    return exitCodes.done;
  }
  const [{ commands }, { selectCommand, parseInvocation }, { commandHelp, programHelp }] = await Promise.all([
    import('./commands/commands.ts'),
    import('./cli/parse.ts'),
    import('./cli/help.ts'),
  ]);
  const asksHelp = HELP_WORDS.has(words[0] ?? '--help');
  const selected = selectCommand(commands, asksHelp ? words.slice(1) : words);
  if (!selected) {
    if (asksHelp && words.length <= 1) {
      process.stdout.write(programHelp(commands, exitCodeMeanings));
      return words.length === 0 ? exitCodes.usage : exitCodes.done;
    }
    const { cliErrors } = await import('./cli/errors.ts');
    const on = `\`pratique ${words.join(' ')}\``.slice(0, 120);
    throw cliErrors.create('cli/usage', { attempted: 'understand', on, why: 'there is no such command' });
  }
  const { command, rest } = selected;
  const { args, options } = asksHelp ? { args: [], options: { help: true } } : parseInvocation(command, rest);
  if (options['help'] === true) {
    process.stdout.write(commandHelp(command));
    return exitCodes.done;
  }
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const { run } = await command.load();
  return run({ args, options, signal: abort.signal });
}

// A reader that has seen enough, such as `head`, is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : exitCodes.failure),
);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { describeFailure, exitCodeOf } = await import('./cli/failure.ts');
  process.stderr.write(describeFailure(error));
  process.exitCode = exitCodeOf(error);
}
