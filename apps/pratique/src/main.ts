import { exitCodes } from './exit-codes.ts';
import { version } from './version.ts';

/** Milliseconds that an interrupted command has to tidy up. */
const GRACE = 3000;

/** What Node exits with where the program waits for something that never comes. */
const UNSETTLED = 13;

const abort = new AbortController();
let interruptedBy: NodeJS.Signals | undefined;
let stdoutFailed = false;

/** Ends by the signal itself, so that shells and `make` see an interrupted program and stop as well. */
async function endBySignal(signal: NodeJS.Signals): Promise<void> {
  const { abandonOutputs } = await import('./cli/output.ts');
  abandonOutputs();
  process.kill(process.pid, signal);
}

async function fail(error: unknown): Promise<void> {
  if (interruptedBy) return endBySignal(interruptedBy);
  const { describeFailure, exitCodeOf } = await import('./cli/failure.ts');
  process.stderr.write(describeFailure(error));
  process.exitCode = exitCodeOf(error);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interruptedBy = signal;
    abort.abort();
    setTimeout(() => void endBySignal(signal), GRACE).unref();
  });
}
// Whoever writes learns of a failure from its own callback; without a listener it would be thrown as well.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  stdoutFailed ||= error.code !== 'EPIPE';
});
process.stderr.on('error', () => undefined);
process.on('uncaughtException', async (error) => {
  await fail(error);
  process.exit(exitCodes.failure);
});
process.on('exit', (code) => {
  if (code === UNSETTLED || (code === exitCodes.done && stdoutFailed)) process.exitCode = exitCodes.failure;
});

const words = process.argv.slice(2);
try {
  if (words.length === 1 && ['--version', '-V', 'version'].includes(words[0] ?? '')) {
    process.stdout.write(`pratique ${version}\n`);
  } else {
    const { runProgram } = await import('./cli/run-program.ts');
    process.exitCode = await runProgram(words, abort.signal);
  }
} catch (error) {
  await fail(error);
}
