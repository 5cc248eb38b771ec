import type { ChildProcess } from 'node:child_process';
import { closeSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { PratiqueError, reasonOf } from '@pratique/foundation';
import { storeErrors } from '../errors.ts';
import { findBinaries } from './binaries.ts';
import { inaccessible } from './inaccessible.ts';
import { ensureData, lastWords } from './initialize.ts';
import { type Instance, logSince, openLog, prepareInstance, withFolder } from './instance.ts';
import { lockInstance } from './lock.ts';
import { STOP_LIMITS, stopOrphan } from './orphan.ts';
import { dropPrograms, endOf, type ProcessEnd, type Programs, providePrograms, spawnProgram } from './programs.ts';
import { runUser } from './run-user.ts';
import { addressOf } from './running.ts';

/** How an embedded PostgreSQL is started. */
export interface EmbeddedOptions {
  /** Instance directory, made where it is missing. One process at a time can use it. */
  readonly directory: string;
  /** Further settings of PostgreSQL, such as `shared_buffers`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told what is worth a line: a first start, a left-over server that was stopped. */
  readonly log?: (line: string) => void;
  /** Called once where the server ends without having been asked to. Everything on it fails from then on. */
  readonly onExit?: (why: string) => void;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Holds the password: never log it. */
  readonly connectionString: string;
  /** Of the server process. */
  readonly pid: number;
  /** Ends sessions, writes everything out, releases the directory. Ends by force after a limit; no data is lost by that. */
  stop(): Promise<void>;
}

/** Another process may take a free port before the server does. */
const PORT_ATTEMPTS = 5;

/** Milliseconds to become ready; replaying the log after a crash takes its time. */
const READY_LIMIT = 300_000;
const LOOK = 5;

/** Parallel queries share memory there; containers often have 64 MB of it, and fail in the middle of a query. */
const ENOUGH_SHARED_MEMORY = 256 * 1024 * 1024;

function sharedMemory(): readonly string[] {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < ENOUGH_SHARED_MEMORY ? ['-c', 'dynamic_shared_memory_type=mmap'] : [];
  } catch {
    return [];
  }
}

function settingsFor(port: number, further: Readonly<Record<string, string>>): readonly string[] {
  const given = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Nothing replicates from here, and loading is cheaper so.
    wal_level: 'minimal',
    max_wal_senders: 0,
    // What goes wrong with the server, but no statements: they hold the user's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...further,
  };
  return [...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]), ...sharedMemory()];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether the server says of itself that it accepts connections: the eighth line of its lock file. */
function saysReady({ data }: Instance, pid: number): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** How a server ended that never became ready, or undefined once it is (or the limit is over). */
async function endedBeforeReady(
  instance: Instance,
  child: ChildProcess,
  end: Promise<ProcessEnd>,
): Promise<ProcessEnd | undefined> {
  for (const deadline = Date.now() + READY_LIMIT; Date.now() < deadline;) {
    if (saysReady(instance, child.pid ?? -1)) return undefined;
    const ended = await Promise.race([end, delay(LOOK, undefined)]);
    if (ended) return ended;
  }
  return undefined;
}

async function connects(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}

interface Server {
  readonly child: ChildProcess;
  readonly end: Promise<ProcessEnd>;
  readonly connectionString: string;
}

/** Ends a server that is our child, ever harder. */
async function stopServer({ child, end }: Pick<Server, 'child' | 'end'>): Promise<void> {
  let over = false;
  const ended = end.then(() => (over = true));
  for (const [signal, limit] of Object.entries(STOP_LIMITS)) {
    child.kill(signal as NodeJS.Signals);
    const waiting = new AbortController();
    await Promise.race([ended, delay(limit, undefined, { signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
    if (over) return;
  }
}

interface Launch {
  readonly instance: Instance;
  readonly programs: Programs;
  /** Descriptor of the log. */
  readonly output: number;
  readonly settings: Readonly<Record<string, string>>;
}

type Attempt = { readonly server: Server } | { readonly failed: string };

async function attempt({ instance, programs, output, settings }: Launch): Promise<Attempt> {
  const port = await freePort();
  const offset = statSync(instance.log).size;
  const child = withFolder(instance.data, programs.user, (folder) =>
    spawnProgram(programs, 'postgres', ['-D', folder.name, ...settingsFor(port, settings)], { folder, output }),
  );
  const end = endOf(child);
  const connectionString = addressOf(readFileSync(instance.password, 'utf8'), port);
  const ended = await endedBeforeReady(instance, child, end);
  if (ended) return { failed: ended.error ? reasonOf(ended.error) : logSince(instance, offset) };
  try {
    await connects(connectionString);
    return { server: { child, end, connectionString } };
  } catch (error) {
    await stopServer({ child, end });
    return { failed: `it does not accept a connection: ${reasonOf(error)}` };
  }
}

/** Failures that another attempt may not meet: a port just taken, workers of a killed server that are still ending. */
const passing = /Address already in use|could not bind|could not create any TCP\/IP sockets|shared memory block/;

async function launch(from: Launch): Promise<Server> {
  let failure = '';
  for (let i = 0; i < PORT_ATTEMPTS; i += 1) {
    const result = await attempt(from);
    if ('server' in result) return result.server;
    failure = result.failed;
    if (!passing.test(failure)) break;
    await delay(LOOK * 2 ** (i + 2));
  }
  const facts = { attempted: 'start the database in', on: from.instance.directory, why: lastWords(failure) };
  const full = /No space left|Disk quota|Read-only file system|Permission denied/i.test(failure);
  throw storeErrors.create(full ? 'store/embedded-inaccessible' : 'store/embedded-failed', facts);
}

async function startLocked(instance: Instance, { log, settings = {} }: EmbeddedOptions): Promise<Server> {
  const binaries = findBinaries();
  if (await stopOrphan(instance)) log?.('stopped the database server that a killed process had left');
  const user = runUser(instance.data);
  const output = openLog(instance);
  try {
    const programs = providePrograms(binaries, instance, user);
    await ensureData(instance, binaries, programs, output);
    return await launch({ instance, programs, output, settings });
  } catch (cause) {
    dropPrograms(instance);
    throw cause instanceof PratiqueError ? cause : inaccessible('open', instance.directory, cause);
  } finally {
    closeSync(output);
  }
}

/**
 * Starts the PostgreSQL that comes with Pratique on a directory of its own, creating what is missing. The server listens on
 * loopback alone, behind a random password.
 * @throws PratiqueError `store/embedded-…`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const instance = prepareInstance(options.directory);
  const lock = lockInstance(instance.directory);
  let server: Server;
  try {
    server = await startLocked(instance, options);
  } catch (error) {
    lock.release();
    throw error;
  }
  const { child, end, connectionString } = server;
  child.unref();
  let stopping: Promise<void> | undefined;
  void end.then(({ code, signal }) => {
    if (!stopping) options.onExit?.(signal ? `ended by ${signal}` : `exit code ${code}`);
  });
  async function stop(): Promise<void> {
    child.ref();
    await stopServer(server);
    dropPrograms(instance);
    lock.release();
  }
  return { connectionString, pid: child.pid as number, stop: () => (stopping ??= stop()) };
}
