import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runFuzz } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { shownType } from '../check/assign.ts';
import { resultOf } from './expression-result.ts';
import { extensionLibraries } from './extensions.ts';
import { targets } from './library.fuzz.ts';

const folders = globSync('*/functions.ts', { cwd: import.meta.dirname }).map((file) => dirname(file));

describe('registration', () => {
  test('every folder is registered, once', () => {
    expect(folders.length).toBeGreaterThan(0);
    expect(extensionLibraries).toHaveLength(folders.length);
    expect(new Set(extensionLibraries.map(({ id }) => id)).size).toBe(folders.length);
  });

  test.each(folders)('%s exports a registered library and has tests and a README', async (folder) => {
    const module = (await import(join(import.meta.dirname, folder, 'functions.ts'))) as Record<string, unknown>;
    expect(extensionLibraries.some((library) => Object.values(module).includes(library))).toBe(true);
    for (const file of ['README.md', `${folder}.test.ts`])
      expect(existsSync(join(import.meta.dirname, folder, file))).toBe(true);
  });

  test('no two overloads have the same signature', () => {
    const signatures = extensionLibraries.flatMap(({ functions }) =>
      functions.map(({ name, receiver, parameters }) => {
        return `${receiver ? `${shownType(receiver)}.` : ''}${name}(${parameters.map(shownType).join(', ')})`;
      }),
    );
    expect(signatures.filter((signature, at) => signatures.indexOf(signature) !== at)).toEqual([]);
  });
});

describe('bounds', () => {
  const hundredThousand = 'lists.range(100000)';
  test.each([
    `sets.contains(${hundredThousand}, ${hundredThousand})`,
    `sets.intersects(${hundredThousand}, ${hundredThousand})`,
    `${hundredThousand}.map(i, [i]).distinct().size()`,
    `${hundredThousand}.map(i, ${hundredThousand}).flatten().size()`,
    `${hundredThousand}.map(i, '%.100f'.format([1.0 / 3.0])).join()`,
    `${hundredThousand}.map(i, 'aaaaaaaaaa').join().split('').map(c, c.reverse()).join().findAll('a?b?c?d?')`,
    `lists.range(1000).map(i, ${hundredThousand}.sort().sum()).sum()`,
  ])('%s is cut off', (expression) => {
    expect(resultOf(expression)).toMatch(/^error cost: /);
  });

  test.each([
    // 100,000 × 200 characters
    `${hundredThousand}.map(i, 'a').join().replace('a', lists.range(200).map(i, 'a').join())`,
    `${hundredThousand}.map(i, 'a').join().replace('', lists.range(200).map(i, 'a').join())`,
    `${hundredThousand}.map(i, '').join(lists.range(200).map(i, 'a').join())`,
  ])('%s would be too long', (expression) => {
    expect(resultOf(expression, 10_000_000)).toMatch(/^error invalid-argument: the result would be longer/);
  });
});

test.each(targets)('$name: mutated texts are read or refused', (target) => runFuzz(target, 3000, 1));
