import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { FuzzTarget } from '@pratique/testkit';
import { readElfFacts } from './elf-facts.ts';
import { readPrograms } from './read-programs.ts';
import { isUpxPacked } from './upx.ts';

/** The headers suffice: a whole program would hide most mutations in zeros. */
const HEAD = 8192;

function seed(folder: string, name: string): Buffer {
  const packed = readFileSync(join(import.meta.dirname, folder, `${name}.br`));
  return Buffer.from(brotliDecompressSync(packed).subarray(0, HEAD));
}

export const targets: readonly FuzzTarget[] = [
  {
    name: 'inventory/elf-facts',
    seeds: () => ['libz', 'smbd', 'tini-static'].map((name) => seed('fixtures', name)),
    run: (input) => {
      readElfFacts(input);
    },
  },
  {
    name: 'inventory/programs',
    seeds: () =>
      ['shop-linux-mips', 'shop-windows-386', 'shop-darwin-arm64', 'shop-plain'].map((name) =>
        seed('../go/binary/fixtures', name),
      ),
    run: (input) => {
      const read = readPrograms(input);
      if (read.kind === 'programs') read.programs.forEach(isUpxPacked);
    },
  },
];
