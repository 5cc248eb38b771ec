import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

/** What a run of the program left behind. */
export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pratique` as its users do, as a process of its own, on a data folder of its own. */
export function runProgram(
  dataFolder: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ProgramRun> {
  const main = join(root, 'apps', 'pratique', 'src', 'main.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...words],
      { env: { ...process.env, PRATIQUE_DATA: dataFolder, ...env }, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
