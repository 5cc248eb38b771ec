import { existsSync, globSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cataloger } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { catalogers } from './catalogers.ts';

const modules = globSync('**/*cataloger.ts', { cwd: import.meta.dirname });

function catalogersIn(module: Record<string, unknown>): Cataloger[] {
  return Object.values(module).filter(
    (value): value is Cataloger =>
      typeof value === 'object' && value !== null && 'catalog' in value && 'globs' in value,
  );
}

describe('the list of catalogers', () => {
  test('finds the modules at all', () => {
    expect(modules.length).toBeGreaterThan(30);
  });

  test('ids are unique', () => {
    const ids = catalogers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(modules)('%s is registered, and has a README, a test and a fixture', async (path) => {
    const found = catalogersIn((await import(join(import.meta.dirname, path))) as Record<string, unknown>);
    expect(found.length).toBeGreaterThan(0);
    for (const cataloger of found) expect(catalogers).toContain(cataloger);
    const folder = join(import.meta.dirname, dirname(path));
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
    expect(readdirSync(folder).some((name) => name.endsWith('.test.ts'))).toBe(true);
    expect(existsSync(join(folder, 'fixtures'))).toBe(true);
  });
});
