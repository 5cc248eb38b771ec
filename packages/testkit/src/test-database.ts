import { describe, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test database is asked for, or why there is none; provided by tests/support/postgres-server.ts. */
    readonly postgres: { readonly url: string } | { readonly missing: string };
  }
}

/** Makes an empty database of its own and answers with its address. */
export async function testDatabase(): Promise<string> {
  const postgres = inject('postgres');
  if ('missing' in postgres) throw new Error(postgres.missing);
  const response = await fetch(postgres.url);
  const text = await response.text();
  if (!response.ok) throw new Error(`no test database: ${text}`);
  return text;
}

/** A suite that needs PostgreSQL: see {@link testDatabase}. Where there is none, it is skipped and its title says why. */
export function describeWithPostgres(title: string, suite: () => void): void {
  const postgres = inject('postgres');
  if ('missing' in postgres) describe.skip(`${title} (skipped: ${postgres.missing})`, suite);
  else describe(title, suite);
}
