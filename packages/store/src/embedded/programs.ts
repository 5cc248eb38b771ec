import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { Instance, NamedFolder } from './instance.ts';
import { reachable, type RunUser } from './run-user.ts';

/** The programs, at a place from where the user of the database can run them. */
export interface Programs {
  readonly bin: string;
  readonly user: RunUser | undefined;
}

/** What of a package PostgreSQL needs: not the libraries to build against. */
function needed(source: string): boolean {
  return !source.endsWith('.a') && !/\/lib\/(?:pkgconfig|postgresql\/pgxs)(?:\/|$)/.test(source);
}

/**
 * Makes the programs available to the user of the database. Where that user cannot pass the folders above the installation
 * (a checkout in root's home), they are copied: into a temporary folder of root that all can read.
 */
export function providePrograms({ folder }: PostgresBinaries, instance: Instance, user: RunUser | undefined): Programs {
  const note = join(instance.directory, 'programs.path');
  const earlier = readNote(note);
  if (earlier !== undefined) rmSync(earlier, { recursive: true, force: true });
  rmSync(note, { force: true });
  if (!user || reachable(folder, user)) return { bin: join(folder, 'bin'), user };
  const copy = mkdtempSync(join(tmpdir(), 'pratique-postgres-'));
  writeFileSync(note, copy, { mode: 0o600 });
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, filter: needed });
  chmodSync(copy, 0o755);
  return { bin: join(copy, 'bin'), user };
}

/** Takes a copy away again. */
export function dropPrograms(instance: Instance): void {
  const note = join(instance.directory, 'programs.path');
  const copy = readNote(note);
  if (copy === undefined) return;
  rmSync(copy, { recursive: true, force: true });
  rmSync(note, { force: true });
}

function readNote(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return /\/pratique-postgres-[^/]+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** How a program is run. */
export interface ProgramRun {
  readonly folder: NamedFolder;
  /** Descriptor that takes what it prints. */
  readonly output: number;
  /** Written to its input, which then ends. Absent: it has none. */
  readonly input?: string;
}

/**
 * Spawns `initdb` or `postgres` in a process group of its own, so that Ctrl-C reaches Pratique and not the database.
 * Nothing of our environment goes along: it may hold secrets, and a locale that would change what the database says.
 */
export function spawnProgram(
  { bin, user }: Programs,
  name: 'initdb' | 'postgres',
  args: readonly string[],
  { folder, output, input }: ProgramRun,
): ChildProcess {
  const child = spawn(join(bin, name), args, {
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: [
      input === undefined ? 'ignore' : 'pipe',
      output,
      output,
      ...(folder.descriptor === undefined ? [] : [folder.descriptor]),
    ],
    ...user,
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return child;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It could not even be started. */
  readonly error?: Error;
}

/** The end of a process, which may be over already. */
export function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}
