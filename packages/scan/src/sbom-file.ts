import { readFile, stat } from 'node:fs/promises';
import { type Limits, reasonOf } from '@pratique/foundation';
import type { Sbom } from '@pratique/model';
import { parseSbom } from '@pratique/sbom';
import { scanErrors } from './errors.ts';

function sbomUnreadable(path: string, why: string, cause?: unknown): Error {
  return scanErrors.create('scan/sbom-unreadable', { attempted: 'read the SBOM', on: path, why, cause });
}

/**
 * Reads an SBOM document.
 * @throws PratiqueError `scan/sbom-unreadable`, `sbom/not-an-sbom`
 */
export async function readSbomFile(path: string, limits: Limits): Promise<Sbom> {
  const found = await stat(path).catch((cause: unknown) => {
    throw sbomUnreadable(path, reasonOf(cause), cause);
  });
  // A device or pipe has no size that could be held against the limit.
  if (!found.isFile()) throw sbomUnreadable(path, found.isDirectory() ? 'it is a directory' : 'it is not a file');
  if (found.size > limits.documentBytes) {
    throw sbomUnreadable(path, `it holds ${found.size} bytes, more than the ${limits.documentBytes} that are read`);
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw sbomUnreadable(path, reasonOf(cause), cause);
  });
  return parseSbom(bytes, path);
}
