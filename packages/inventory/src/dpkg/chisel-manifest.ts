import { createZstdDecompress } from 'node:zlib';
import { linesOf } from '../os-package/lines.ts';
import { MAX_FILES, type OwnedPaths } from '../os-package/owned-paths.ts';
import { phrase, token } from '../os-package/tokens.ts';
import { asArray, asText, isObject, type JsonObject } from '../reading/json.ts';

/** A manifest beyond this, decompressed, is none. Bytes. */
const MAX_MANIFEST = 64 * 1024 * 1024;
const ZSTD_MAGIC = 0xfd2f_b528;

/** One package that slices were cut from. */
export interface ChiselPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly sha256?: string;
  readonly paths: readonly string[];
}

/** What a manifest says, and how many of its lines say nothing that can be read. */
export interface ChiselManifest {
  readonly packages: readonly ChiselPackage[];
  readonly damaged: number;
}

/** A stream, because the synchronous call of Node 24 keeps its memory when the data is damaged. */
async function decompressed(bytes: Buffer): Promise<Buffer> {
  const stream = createZstdDecompress();
  stream.end(bytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_MANIFEST) throw new RangeError('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of a manifest, which chisel compresses with zstd; or why there is none. */
export async function manifestText(bytes: Buffer): Promise<{ readonly text: string } | { readonly reason: string }> {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== ZSTD_MAGIC) return { text: bytes.toString('utf8') };
  try {
    return { text: (await decompressed(bytes)).toString('utf8') };
  } catch {
    return { reason: 'cannot be decompressed within its bound' };
  }
}

function parseLine(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A slice is named `package_slice`. A path may be in slices of several packages. */
function packagesOfPath(entry: JsonObject): Set<string> {
  const slices = asArray(entry['slices']).map((slice) => asText(slice) ?? '');
  return new Set(slices.map((slice) => slice.split('_', 1)[0] ?? '').filter((name) => name !== ''));
}

class ManifestReader {
  readonly packages = new Map<string, ChiselPackage & { readonly paths: string[] }>();
  readonly #pathsOf = new Map<string, string[]>();
  readonly #owned: OwnedPaths;
  damaged = 0;

  constructor(owned: OwnedPaths) {
    this.#owned = owned;
  }

  entry(entry: JsonObject): void {
    if (entry['kind'] === 'package') this.#package(entry);
    else if (entry['kind'] === 'path') this.#path(entry);
  }

  #package(entry: JsonObject): void {
    const name = token(asText(entry['name']));
    const version = token(asText(entry['version']));
    if (name === undefined || version === undefined) {
      this.damaged += 1;
      return;
    }
    const architecture = token(asText(entry['arch']));
    const sha256 = phrase(asText(entry['sha256']));
    this.packages.set(name, { name, version, architecture, sha256, paths: this.#listOf(name) });
  }

  #listOf(name: string): string[] {
    const list = this.#pathsOf.get(name) ?? [];
    this.#pathsOf.set(name, list);
    return list;
  }

  #path(entry: JsonObject): void {
    const path = asText(entry['path']);
    if (path === undefined || path.endsWith('/')) return;
    for (const name of packagesOfPath(entry)) this.#owned.add(path, this.#listOf(name));
  }
}

/**
 * Reads chisel's manifest (github.com/canonical/chisel, "jsonwall" 1.0): one JSON object per line, of kinds `package`,
 * `slice`, `path` and `content`, after a first line that says how many there are.
 */
export function parseChiselManifest(text: string, owned: OwnedPaths): ChiselManifest | undefined {
  const lines = linesOf(text);
  const first = lines.next();
  const header = first.done ? undefined : parseLine(first.value);
  if (asText(header?.['jsonwall']) === undefined) return undefined;
  const reader = new ManifestReader(owned);
  let count = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    count += 1;
    if (count > MAX_FILES) {
      owned.exceed();
      break;
    }
    const entry = parseLine(line);
    if (entry) reader.entry(entry);
    else reader.damaged += 1;
  }
  return { packages: [...reader.packages.values()], damaged: reader.damaged };
}
