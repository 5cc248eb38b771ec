import { exitCodes } from './exit-codes.ts';
import { stderr, stdout, stdoutFailed } from './cli/streams.ts';
import { version } from './version.ts';

/** Milliseconds that an interrupted command has to tidy up. */
const GRACE = 3000;

/** What Node exits with where the program waits for something that never comes. */
const UNSETTLED = 13;

const abort = new AbortController();
let interruptedBy: NodeJS.Signals | undefined;

/** Ends by the signal itself, so that shells and `make` see an interrupted program and stop as well. */
async function endBySignal(signal: NodeJS.Signals): Promise<void> {
  const { abandonOutputs } = await import('./cli/output.ts');
  abandonOutputs();
  process.kill(process.pid, signal);
}

async function fail(error: unknown): Promise<void> {
  if (interruptedBy) return endBySignal(interruptedBy);
  const { describeFailure, exitCodeOf } = await import('./cli/failure.ts');
  stderr().write(describeFailure(error));
  process.exitCode = exitCodeOf(error);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interruptedBy = signal;
    abort.abort();
    setTimeout(() => void endBySignal(signal), GRACE).unref();
  });
}
process.on('uncaughtException', async (error) => {
  await fail(error);
  process.exit(exitCodes.failure);
});
process.on('exit', (code) => {
  if (code === UNSETTLED || (code === exitCodes.done && stdoutFailed())) process.exitCode = exitCodes.failure;
});

async function main(words: readonly string[]): Promise<void> {
  try {
    if (words.length === 1 && ['--version', '-V', 'version'].includes(words[0] ?? '')) {
      stdout().write(`pratique ${version}\n`);
    } else {
      const { runProgram } = await import('./cli/run-program.ts');
      process.exitCode = await runProgram(words, abort.signal);
    }
  } catch (error) {
    await fail(error);
  }
}

// No top-level await: the bundle is CommonJS, and its modules have none (scripts/build.ts).
void main(process.argv.slice(2));
