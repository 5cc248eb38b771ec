import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Digest, Sbom } from '@pratique/model';
import { readCacheFile, writeCacheFile } from './cache-file.ts';

/** Inflated size of a cached SBOM that is believed. Bytes. */
const MAX_SBOM_BYTES = 512 * 1024 * 1024;

/** Raised when the form of an SBOM in memory or the way it is put together changes: older entries are not read. */
const SBOM_FORM = 3;

/** Whether the lists are there that every scan walks: an entry without packages must not pass for an image without any. */
function isWhole({ packages, layers, unknowns }: Partial<Sbom>): boolean {
  return [packages, layers, unknowns].every(Array.isArray);
}

/**
 * SBOMs of images that were inventoried before, by manifest digest. An entry made by other cataloger versions or with
 * other options is another entry, so an upgrade never serves an old inventory.
 */
export class SbomCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #path(manifest: Digest, variant: string): string {
    return join(this.#folder, `${manifest.replace(':', '-')}.${variant}.json.zst`);
  }

  /** The SBOM, or undefined where there is none that can be read. */
  read(manifest: Digest, variant: string): Sbom | undefined {
    const sbom = readCacheFile(this.#path(manifest, variant), MAX_SBOM_BYTES) as Sbom | null | undefined;
    return sbom?.subject?.image?.manifestDigest === manifest && isWhole(sbom) ? sbom : undefined;
  }

  async write(manifest: Digest, variant: string, sbom: Sbom): Promise<void> {
    await writeCacheFile(this.#path(manifest, variant), sbom);
  }
}

/** Short name for "made by these catalogers with these options". */
export function sbomVariant(catalogers: Readonly<Record<string, number>>, options: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([SBOM_FORM, catalogers, options]))
    .digest('hex')
    .slice(0, 16);
}
