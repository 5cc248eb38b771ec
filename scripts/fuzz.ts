/**
 * Fuzzes every parser: `npm run fuzz [-- [FILTER] [--executions N] [--seed N]]`, 100,000 executions each unless said.
 * A target fails when it throws anything but a typed error, when it takes more than HANG for a batch of 500
 * executions, or when its process holds more than MEMORY. Exits 1 when any fails, and prints the input to keep as a case.
 */
import { fork } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { mapConcurrent } from '../packages/foundation/src/index.ts';
import type { FuzzTarget } from '../packages/testkit/src/fuzz-target.ts';

/** Milliseconds. */
const HANG = 60_000;
const MEMORY = 1024 * 1024 * 1024;

const root = dirname(import.meta.dirname);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { executions: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});

interface Job {
  readonly file: string;
  readonly name: string;
}

async function jobsOf(file: string): Promise<Job[]> {
  const module = (await import(file)) as { target?: FuzzTarget; targets?: readonly FuzzTarget[] };
  const targets = [...(module.target ? [module.target] : []), ...(module.targets ?? [])];
  return targets.map(({ name }) => ({ file, name }));
}

/** Runs one target and answers with what went wrong, if anything. */
function runJob({ file, name }: Job): Promise<string | undefined> {
  const started = Date.now();
  const child = fork(join(import.meta.dirname, 'fuzz-worker.ts'), [file, name, values.executions, values.seed], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  let problem: string | undefined;
  let done = 0;
  let peak = 0;
  const end = (why: string): void => {
    problem = why;
    child.kill('SIGKILL');
  };
  let watchdog = setTimeout(end, HANG, 'hangs');
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-40_000)));
  child.on('message', (sign: { done: number; rss: number }) => {
    ({ done } = sign);
    peak = Math.max(peak, sign.rss);
    clearTimeout(watchdog);
    watchdog = setTimeout(end, HANG, `hangs after ${done} executions`);
    if (sign.rss > MEMORY) end(`holds ${Math.round(sign.rss / 1e6)} MB after ${done} executions`);
  });
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearTimeout(watchdog);
      if (code !== 0) problem ??= errors;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      const state = problem === undefined ? 'ok  ' : 'FAIL';
      console.log(`${state} ${name.padEnd(36)} ${done} executions, ${seconds} s, ${Math.round(peak / 1e6)} MB`);
      if (problem !== undefined) console.log(problem);
      resolve(problem);
    });
  });
}

const files = globSync(['packages/*/src/**/*.fuzz.ts', 'packages/gates/*/src/**/*.fuzz.ts'], { cwd: root }).map(
  (file) => join(root, file),
);
const jobs = (await Promise.all(files.toSorted().map(jobsOf))).flat();
const wanted = jobs.filter(({ name }) => positionals.every((filter) => name.includes(filter)));
const problems = await mapConcurrent(wanted, availableParallelism(), runJob);
const failed = problems.filter((problem) => problem !== undefined).length;
console.log(`${wanted.length} targets, ${failed} failed`);
process.exit(failed > 0 || wanted.length === 0 ? 1 : 0);
