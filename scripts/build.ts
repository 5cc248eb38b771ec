/**
 * Bundles the program for release: `npm run build` writes dist/ (split by command so that each loads only what it needs).
 * The budgets hold for this bundle. `node scripts/build.ts DIR` writes it elsewhere.
 *
 * It is CommonJS: Node loads such a chunk, and its own modules, in half the time of an ES module. An `import` of a built-in
 * module reads all its exports, and some of them (`util.TextDecoder`, `crypto.subtle`) load much that is never used.
 */
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { builtInObjects } from '../apps/pratique/src/policies/built-in.ts';
import { type OutputAsset, type OutputChunk, type OutputOptions, rolldown } from 'rolldown';

const root = dirname(import.meta.dirname);
const outdir = resolve(process.argv[2] ?? join(root, 'dist'));

/**
 * The entry: code that was compiled once is loaded from Node's compile cache. Of each chunk Node keeps what its first run
 * compiled and nothing more, so a scan has a cache of its own.
 */
const launcher = `#!/usr/bin/env node
'use strict';
const { enableCompileCache } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
enableCompileCache(join(tmpdir(), 'node-compile-cache', process.argv[2] === 'scan' ? 'pratique-scan' : 'pratique'));
try {
  require('./pratique.js');
} catch (error) {
  console.error('pratique: the program could not be loaded:', error);
  process.exitCode = 4;
}
`;

const main = 'apps/pratique/src/main.ts';

/** What a scan of a known image loads, one after the other. */
const knownScan = [
  'apps/pratique/src/cli/run-program.ts',
  'apps/pratique/src/commands/scan.ts',
  'packages/report/src/table/reporter.ts',
];

/** The modules of the chunks that begin with those of `entries`, and of all that these chunks import. */
function modulesLoadedBy(
  entries: readonly string[],
  output: readonly (OutputChunk | OutputAsset)[],
): ReadonlySet<string> {
  const chunks = new Map(output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set<OutputChunk>();
  function load(chunk: OutputChunk | undefined): void {
    if (!chunk || loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const name of chunk.imports) load(chunks.get(name));
  }
  for (const entry of entries)
    load([...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === join(root, entry)));
  return new Set([...loaded].flatMap(({ moduleIds }) => moduleIds));
}

await rm(outdir, { recursive: true, force: true });
const bundle = await rolldown({
  input: { pratique: join(root, main) },
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
});
const options: OutputOptions = {
  dir: outdir,
  format: 'cjs',
  // A single sign beyond ASCII makes Node hold the whole chunk, and look through it, at twice the size.
  minify: { compress: true, mangle: true, codegen: { asciiOnly: true } },
  sourcemap: 'hidden',
};
// Every chunk costs half a millisecond. So what a scan of a known image loads, as the first pass tells, is put into one;
// what `--version` loads stays apart.
const first = await bundle.generate(options);
const start = modulesLoadedBy([main], first.output);
const together = modulesLoadedBy(knownScan, first.output);
const { output } = await bundle.write({
  ...options,
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      { name: 'pratique', test: (id) => start.has(id) },
      { name: 'scan', test: (id) => together.has(id) },
    ],
  },
});
await bundle.close();
// As one document: reading them as YAML would take longer than judging.
await writeFile(join(outdir, 'policies.json'), JSON.stringify(await builtInObjects()));
await writeFile(join(outdir, 'package.json'), '{"type":"commonjs"}\n');
await writeFile(join(outdir, 'pratique'), launcher);
await chmod(join(outdir, 'pratique'), 0o755);
const chunks = output.filter((part) => part.type === 'chunk');
const bytes = chunks.reduce((sum, { code }) => sum + code.length, 0);
console.error(`${join(outdir, 'pratique')}: ${chunks.length} chunks, ${(bytes / 1e6).toFixed(2)} MB`);
