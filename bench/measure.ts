import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one run of a program took. */
export interface Run {
  /** Milliseconds. */
  readonly wall: number;
  /** Milliseconds of processor time, all threads. */
  readonly cpu: number;
  /** Bytes at the peak. */
  readonly memory: number;
}

const usageHook = pathToFileURL(join(import.meta.dirname, 'report-usage.ts')).href;

/** Runs a Node program to its end and measures it from outside. Throws where it fails. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}, withUsage = true): Run {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  const usage = join(folder, 'usage.json');
  try {
    const all = withUsage ? ['--import', usageHook, ...args] : [...args];
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, all, {
      env: { ...process.env, ...env, BENCH_USAGE: usage },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    const wall = Number(process.hrtime.bigint() - started) / 1e6;
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
    const { memory, cpu } = withUsage ? JSON.parse(readFileSync(usage, 'utf8')) : { memory: 0, cpu: 0 };
    return { wall, cpu: cpu / 1000, memory };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best of several runs: what the machine can do when nothing else is in the way. */
export function best(runs: readonly Run[]): Run {
  const least = (pick: (run: Run) => number): number => Math.min(...runs.map(pick));
  return {
    wall: least(({ wall }) => wall),
    cpu: least(({ cpu }) => cpu),
    memory: Math.max(...runs.map(({ memory }) => memory)),
  };
}

/** Runs two programs in turn, A B A B …, after one warm-up of each, so that drift of the machine hits both. */
export function compare(times: number, a: () => Run, b: () => Run): { readonly a: Run; readonly b: Run } {
  a();
  b();
  const pairs = Array.from({ length: times }, () => ({ a: a(), b: b() }));
  return { a: best(pairs.map((pair) => pair.a)), b: best(pairs.map((pair) => pair.b)) };
}
