/**
 * One PostgreSQL for all suites, started when the first suite asks for a database. Suites run in processes of their own and ask
 * over loopback; see testDatabase of testkit.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { Pool } from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, findBinaries, startEmbeddedPostgres } from '@pratique/store';
// Not testkit's entry: that is for the processes of suites.
import { scratchFolder } from '../../packages/testkit/src/scratch-folder.ts';

function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface TestServer extends EmbeddedPostgres {
  createDatabase(): Promise<string>;
}

/** Ends the servers of runs that were killed, and takes their folders away. */
async function sweep(own: string): Promise<void> {
  const [parent, prefix] = [dirname(own), basename(own).replace(/[^-]*$/, '')];
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (!name.startsWith(prefix) || !existsSync(join(folder, 'postgres/data'))) continue;
    try {
      // A run that lives holds the lock.
      const left = await startEmbeddedPostgres({ directory: join(folder, 'postgres') });
      await left.stop();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

async function startServer(folder: string): Promise<TestServer> {
  await sweep(folder);
  const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), settings: { fsync: 'off' } });
  const pool = new Pool({ connectionString: postgres.connectionString, max: 2 });
  pool.on('error', () => undefined);
  return {
    ...postgres,
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      await pool.query(`CREATE DATABASE ${name}`);
      return postgres.connectionString.replace(/[^/]*$/, name);
    },
    async stop() {
      await pool.end();
      await postgres.stop();
    },
  };
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    findBinaries();
  } catch (error) {
    project.provide('postgres', { missing: why(error) });
    return () => Promise.resolve();
  }
  const folder = scratchFolder('test-postgres');
  let server: Promise<TestServer> | undefined;
  const requests = createServer((_request, response) => {
    server ??= startServer(folder);
    server
      .then((running) => running.createDatabase())
      .then(
        (connectionString) => response.end(connectionString),
        (error: unknown) => response.writeHead(500).end(why(error)),
      );
  });
  await new Promise<void>((resolve) => requests.listen(0, '127.0.0.1', resolve));
  const { port } = requests.address() as AddressInfo;
  project.provide('postgres', { url: `http://127.0.0.1:${port}/` });
  return async () => {
    requests.closeAllConnections();
    await new Promise((resolve) => requests.close(resolve));
    await server?.then((running) => running.stop()).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
}
