import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asideOf, ensureFolder, sweepAsides } from '@pratique/foundation';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** A flipped bit must not become another entry. */
const compression = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/**
 * The JSON value of a cache entry, or undefined where there is none that can be read: a damaged one is as good as none. Read at one
 * go: it is our own file, and decompressing it takes longer.
 */
export function readCacheFile(path: string, maxBytes: number): unknown {
  try {
    const bytes = zstdDecompressSync(readFileSync(path), { maxOutputLength: maxBytes });
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Written aside and renamed, so that readers never see half an entry. A full disk loses the entry, not the scan. */
export async function writeCacheFile(path: string, value: unknown): Promise<void> {
  const aside = asideOf(path);
  try {
    ensureFolder(dirname(path));
    await writeFile(aside, zstdCompressSync(JSON.stringify(value), compression));
    await rename(aside, path);
    await sweepAsides(`${dirname(path)}/`);
  } catch {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}
