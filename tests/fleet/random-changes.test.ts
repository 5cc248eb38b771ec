import { openStore } from '@pratique/store';
import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { change } from './changes.ts';
import { kept, sortedLines, statesOf } from './kept.ts';
import { World } from './world.ts';

/** Changes in the suite; a longer run asks for more by PRATIQUE_FLEET_CHANGES. */
const CHANGES = Number(process.env['PRATIQUE_FLEET_CHANGES'] ?? 320);
const CHANGES_PER_RUN = 80;

describeWithPostgres('the delta engine', () => {
  test(`${CHANGES} random changes leave what a recomputation from nothing gives`, async () => {
    const seen = new Map<string, number>();
    const witnessed = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: CHANGES_PER_RUN, maxLength: CHANGES_PER_RUN, size: 'max' }),
        async (steps) => {
          const store = await openStore({ connectionString: await testDatabase() });
          try {
            await store.migrate();
            const world = new World(store);
            await world.fleet.applyAdvisories();
            for (const [index, step] of steps.entries()) {
              await world.apply(step);
              seen.set(step.kind, (seen.get(step.kind) ?? 0) + 1);
              const expected = sortedLines(world.expected());
              expect(sortedLines(await kept(store)), `step ${index}: ${JSON.stringify(step)}`).toEqual(expected);
              for (const what of await statesOf(store)) witnessed.set(what, (witnessed.get(what) ?? 0) + 1);
              if (index % 10 === 0) expect(await world.fleet.sweep()).toBe(0);
            }
          } finally {
            await store.close();
          }
        },
      ),
      { numRuns: Math.ceil(CHANGES / CHANGES_PER_RUN), seed: 4, endOnFailure: true },
    );
    expect([...seen.keys()].sort()).toEqual([
      'add',
      'advisories',
      'clock',
      'containers',
      'covers',
      'exceptions',
      'exploited',
      'policies',
      'remove',
    ]);
  }, 600_000);
});
