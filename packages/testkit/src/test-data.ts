import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';

/** The folder of real advisories and images (`PRATIQUE_TEST_DATA`), or undefined where it is not to be had. */
export function testDataFolder(): string | undefined {
  const folder = process.env['PRATIQUE_TEST_DATA'];
  return folder && existsSync(join(folder, 'images')) ? folder : undefined;
}

/** A suite over the real data. Without it, the suite is skipped and its title says how to run it. */
export function describeWithTestData(title: string, suite: (folder: string) => void): void {
  const folder = testDataFolder();
  if (folder) describe(title, () => suite(folder));
  else
    describe.skip(`${title} (skipped: set PRATIQUE_TEST_DATA to the folder of test data)`, () => suite('/nonexistent'));
}
