import { defineErrors } from '@pratique/foundation';
import { describe, expect, test } from 'vitest';
import { FuzzFailure, type FuzzTarget, mutate, runFuzz, seededRandom } from './fuzz-target.ts';

const errors = defineErrors({ 'sample/bad': { kind: 'user', meaning: 'It is bad.', nextStep: 'Give a good one.' } });

function target(run: FuzzTarget['run']): FuzzTarget {
  return { name: 'sample', seeds: () => [Buffer.from('a seed of some length')], run };
}

describe('runFuzz', () => {
  test('runs the seeds as they are first, then the mutations', async () => {
    const seen: Buffer[] = [];
    await runFuzz(
      target((input) => void seen.push(input)),
      50,
      1,
    );
    expect(seen).toHaveLength(51);
    expect(seen[0]?.toString()).toBe('a seed of some length');
    expect(new Set(seen.map((input) => input.toString('hex'))).size).toBeGreaterThan(40);
  });

  test('lets typed errors pass', async () => {
    const run = (): void => {
      throw errors.create('sample/bad', { attempted: 'read', on: 'it', why: 'it is bad' });
    };
    await expect(runFuzz(target(run), 10, 1)).resolves.toBeUndefined();
  });

  test('fails with the input on any other throw, synchronous or not', async () => {
    const run = async (input: Buffer): Promise<void> => {
      if (input.toString() !== 'a seed of some length') throw new TypeError('boom');
    };
    const failure = await runFuzz(target(run), 10, 1).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FuzzFailure);
    expect((failure as FuzzFailure).message).toContain('boom');
    expect((failure as FuzzFailure).input.length).toBeGreaterThanOrEqual(0);
  });
});

describe('seededRandom and mutate', () => {
  test('the same seed gives the same mutations, another seed others', () => {
    const run = (seed: number): string[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => mutate(Buffer.from('0123456789'), random).toString('hex'));
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  test('never changes the seed itself', () => {
    const seed = Buffer.from('0123456789');
    const random = seededRandom(3);
    for (let i = 0; i < 200; i++) mutate(seed, random);
    expect(seed.toString()).toBe('0123456789');
  });
});
