import { closeSync, openSync, readSync } from 'node:fs';
import { BLOCK, readHeader } from '../tar/header.ts';
import { normalizePath } from '../tar/path.ts';

/** Members looked at. Docker writes `manifest.json` last, behind the layers. */
const MAX_MEMBERS = 10_000;

function* memberNames(file: number): Generator<string | undefined> {
  const block = Buffer.alloc(BLOCK);
  let at = 0;
  for (let members = 0; members < MAX_MEMBERS && readSync(file, block, 0, BLOCK, at) === BLOCK; members++) {
    const header = readHeader(block);
    if (!header) return;
    yield normalizePath(header.name);
    at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
  }
}

/**
 * The kind of an archive file that the user gave without a prefix. A guess where the file is compressed or no archive: what
 * it holds decides once it is opened.
 */
export function detectArchiveKind(path: string): 'docker-archive' | 'oci-archive' {
  let kind: 'docker-archive' | 'oci-archive' = 'docker-archive';
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    for (const name of memberNames(file)) {
      if (name === 'manifest.json') return 'docker-archive';
      if (name === 'index.json' || name === 'oci-layout') kind = 'oci-archive';
    }
  } catch {
    // Opening it will say what is wrong.
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return kind;
}
