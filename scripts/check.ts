/**
 * The gate: `npm run check [-- STEP…]`. Without arguments every step, tests last; the same here and in CI.
 * Exits 1 when any step fails, after running them all.
 */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

const root = dirname(import.meta.dirname);
const steps: Record<string, readonly string[]> = {
  format: ['oxfmt', '--check', '.'],
  lint: ['oxlint', '--deny-warnings'],
  types: ['tsc', '-b'],
  docs: ['node', 'scripts/docs.ts', '--check'],
  // The layers are held by tests/conformance.
  tests: ['node', 'scripts/test.ts'],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const failed: string[] = [];
for (const name of wanted) {
  const step = steps[name];
  if (!step) {
    console.error(`no such step: ${name}; there are ${Object.keys(steps).join(', ')}`);
    process.exit(2);
  }
  const [command, ...args] = step as [string, ...string[]];
  console.error(`── ${name}`);
  if (spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
