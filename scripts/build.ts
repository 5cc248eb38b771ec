/**
 * Bundles the program for release: `npm run build` writes dist/ (ES modules, one entry, commands split off so that each
 * loads only what it needs). The budgets hold for this bundle.
 */
import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);
const outdir = join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
const result = await build({
  entryPoints: { pratique: join(root, 'apps/pratique/src/main.ts') },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  sourcemap: 'linked',
  metafile: true,
  legalComments: 'external',
  // CommonJS dependencies ask for `require`, which ES modules lack.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
await writeFile(
  join(outdir, 'pratique'),
  '#!/usr/bin/env node\nimport { enableCompileCache } from "node:module";\nenableCompileCache();\nawait import("./pratique.js");\n',
);
await chmod(join(outdir, 'pratique'), 0o755);
const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.error(
  `dist/pratique: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB with maps`,
);
