import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Digest, Sbom } from '@pratique/model';

/** Inflated size of a cached SBOM that is believed. Bytes. */
const MAX_SBOM_BYTES = 512 * 1024 * 1024;

/** Raised when the form of an SBOM in memory or the way it is put together changes: older entries are not read. */
const SBOM_FORM = 2;

/** A flipped bit must not become another SBOM. */
const compression = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

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

  /** The SBOM, or undefined where there is none that can be read: a damaged entry is as good as none. */
  async read(manifest: Digest, variant: string): Promise<Sbom | undefined> {
    try {
      const bytes = zstdDecompressSync(await readFile(this.#path(manifest, variant)), {
        maxOutputLength: MAX_SBOM_BYTES,
      });
      const sbom = JSON.parse(bytes.toString('utf8')) as Sbom;
      return sbom.subject.image?.manifestDigest === manifest ? sbom : undefined;
    } catch {
      return undefined;
    }
  }

  /** Written aside and renamed, so that readers never see half an entry. A full disk loses the entry, not the scan. */
  async write(manifest: Digest, variant: string, sbom: Sbom): Promise<void> {
    const path = this.#path(manifest, variant);
    const aside = `${path}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(aside, zstdCompressSync(JSON.stringify(sbom), compression));
      await rename(aside, path);
    } catch {
      await rm(aside, { force: true }).catch(() => undefined);
    }
  }
}

/** Short name for "made by these catalogers with these options". */
export function sbomVariant(catalogers: Readonly<Record<string, number>>, options: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([SBOM_FORM, catalogers, options]))
    .digest('hex')
    .slice(0, 16);
}
