/**
 * Bundles the program for release: `npm run build` writes dist/ (ES modules, one entry, split by command so that each
 * loads only what it needs). The budgets hold for this bundle.
 */
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

const root = dirname(import.meta.dirname);
const outdir = join(root, 'dist');

/** The entry: code that was compiled once is loaded from Node's compile cache. */
const launcher = `#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
enableCompileCache();
try {
  await import('./pratique.js');
} catch (error) {
  console.error('pratique: the program could not be loaded:', error);
  process.exitCode = 4;
}
`;

await rm(outdir, { recursive: true, force: true });
const bundle = await rolldown({ input: { pratique: join(root, 'apps/pratique/src/main.ts') }, platform: 'node' });
const { output } = await bundle.write({ dir: outdir, format: 'esm', minify: true, sourcemap: 'hidden' });
await bundle.close();
await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
await writeFile(join(outdir, 'pratique'), launcher);
await chmod(join(outdir, 'pratique'), 0o755);
const chunks = output.filter((part) => part.type === 'chunk');
const bytes = chunks.reduce((sum, { code }) => sum + code.length, 0);
console.error(`dist/pratique: ${chunks.length} chunks, ${(bytes / 1e6).toFixed(2)} MB`);
