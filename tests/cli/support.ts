import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';

const root = dirname(dirname(import.meta.dirname));

/** How the program is run. */
export interface CliOptions {
  readonly cwd: string;
  /** Beside those that a program needs to start; `PRATIQUE_DATA` lies in `cwd` unless said. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Called once with the process, to signal it. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** What a run of the program left behind. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pratique` as a process of its own, with nothing of the environment that could change its answer. */
export function runCli(words: readonly string[], options: CliOptions): Promise<CliRun> {
  const { cwd, env = {}, input = '', onStart } = options;
  const child = spawn(process.execPath, [join(root, 'apps/pratique/src/main.ts'), ...words], {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/v8'),
      HOME: cwd,
      PRATIQUE_DATA: join(cwd, 'data'),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined).end(input);

  onStart?.((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** A port of loopback on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
