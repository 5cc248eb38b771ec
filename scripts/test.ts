/**
 * Runs every suite, or those whose path contains an argument: `npm test [-- FILTER…]`.
 * The last line is `N passed, N failed, N skipped`, summed over all suites.
 */
import { dirname } from 'node:path';
import { startVitest } from 'vitest/node';

const root = dirname(import.meta.dirname);
const vitest = await startVitest('test', process.argv.slice(2), { root, run: true, watch: false });
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of vitest.state.getTestModules()) {
  for (const test of file.children.allTests()) {
    const { state } = test.result();
    if (state !== 'pending') counts[state] += 1;
  }
  // A file that could not be loaded holds no test, yet it is a failure.
  if (!file.ok() && [...file.children.allTests()].every((test) => test.ok())) counts.failed += 1;
}
counts.failed += vitest.state.getUnhandledErrors().length;
await vitest.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
