import { defaultLimits } from '@pratique/foundation';
import type { FileEntry } from '@pratique/model';
import type { FuzzTarget } from '@pratique/testkit';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { buildLayer } from '../build/layer-builder.ts';
import { type TarEntry, writeTar } from '../build/tar-writer.ts';
import { digestOf } from '../digest.ts';
import { createLayer } from '../layer/layer.ts';
import { MediaType } from '../media-types.ts';
import { BLOCK, TarFormatError } from './header.ts';
import { LayerWalker } from './layer-walker.ts';

const limits = { ...defaultLimits, layerBytes: 64 * 1024 * 1024, layerEntries: 10_000 };

const entries: readonly TarEntry[] = [
  { path: 'etc', type: 'directory' },
  { path: 'etc/os-release', content: 'ID=sample\n' },
  { path: 'opt/file', content: 'x'.repeat(2000), mode: 0o4755 },
  { path: 'opt/hard', type: 'hardlink', target: 'opt/file' },
  { path: 'opt/soft', type: 'symlink', target: '../etc' },
  { path: `long/${'name/'.repeat(40)}end`, content: 'deep' },
  { path: 'etc/motd', type: 'whiteout' },
  { path: 'app', type: 'opaque' },
  { path: 'dev/null', type: 'character-device', major: 1, minor: 3 },
];

function resealed(archive: Buffer, at: number): void {
  archive.write('        ', at + 148, 'latin1');
  let sum = 0;
  for (let i = at; i < at + BLOCK; i++) sum += archive[i] as number;
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}

/** Gives every block that looks like a header a right checksum, so that mutations get past it. */
function withChecksums(input: Buffer): Buffer {
  const archive = Buffer.from(input);
  for (let at = 0; at + BLOCK <= archive.length; at += BLOCK)
    if (archive.toString('latin1', at + 257, at + 262) === 'ustar') resealed(archive, at);
  return archive;
}

function member(name: string, flag: string, content: string, magic = 'ustar\x0000'): Buffer {
  const bytes = writeTar([{ path: name, content }]).subarray(0, -2 * BLOCK);
  bytes.write(flag, 156, 'latin1');
  bytes.write(magic, 257, 'latin1');
  resealed(bytes, 0);
  return bytes;
}

function sparseSeeds(): Buffer[] {
  const gnu = member('sparse', 'S', 'headtail', 'ustar  \0');
  gnu.write('00000000000\x0000000000004\x0000000000144\x0000000000004\0', 386, 'latin1');
  gnu.write('00000000200\0', 483, 'latin1');
  resealed(gnu, 0);
  const old = member('PaxHeaders/sparse', 'x', '23 GNU.sparse.size=128\n28 GNU.sparse.map=0,4,100,4\n');
  const inline =
    '22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n27 GNU.sparse.realsize=128\n25 GNU.sparse.name=inline\n';
  const map = `2\n0\n4\n100\n4\n`.padEnd(BLOCK, '\0');
  return [
    Buffer.concat([gnu, Buffer.alloc(2 * BLOCK)]),
    Buffer.concat([old, member('sparse', '0', 'headtail')]),
    Buffer.concat([member('PaxHeaders/inline', 'x', inline), member('inline', '0', `${map}headtail`)]),
    Buffer.concat([member('././@LongLink', 'L', 'long/name\0'), member('short', '0', 'x'), Buffer.alloc(BLOCK)]),
  ];
}

/** What must hold of every entry, whatever the archive: anything else may lead out of an image. */
function checkEntry({ path, type, size, linkTarget }: FileEntry): void {
  const target = type === 'hardlink' ? (linkTarget ?? '') : '';
  for (const name of [path, target]) {
    const segments = name === '' ? [] : name.split('/');
    if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
      throw new Error(`not normalized: ${JSON.stringify(name)}`);
  }
  if (type !== 'file' && size !== 0) throw new Error(`${type} of ${size} bytes`);
}

async function walk(input: Buffer, chunkSize: number): Promise<void> {
  let written = 0;
  const walker = new LayerWalker(
    {
      entry(entry) {
        checkEntry(entry);
        let received = 0;
        return {
          write: (chunk) => {
            received += chunk.length;
            written += chunk.length;
          },
          end: () => {
            if (received !== entry.size) throw new Error(`${received} bytes of ${entry.size}`);
          },
          abort: () => {},
        };
      },
    },
    limits,
  );
  try {
    for (let at = 0; at < input.length; at += chunkSize) await walker.write(input.subarray(at, at + chunkSize));
    walker.end();
  } catch (error) {
    if (!(error instanceof TarFormatError)) throw error;
  }
  if (written > limits.layerBytes + input.length) throw new Error(`${written} bytes came out`);
}

const tarTarget: FuzzTarget = {
  name: 'oci/tar',
  seeds: () => [writeTar(entries), ...sparseSeeds()],
  async run(input) {
    await walk(input, 4096);
    await walk(withChecksums(input), 333);
  },
};

const layerTarget: FuzzTarget = {
  name: 'oci/layer',
  seeds() {
    const tar = writeTar(entries);
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
    return [
      gzipSync(tar),
      Buffer.concat([gzipSync(tar.subarray(0, 900)), gzipSync(tar.subarray(900))]),
      buildLayer(tar, { compression: 'zstd' }).bytes,
      Buffer.concat([zstdCompressSync(tar.subarray(0, 900)), skippable, zstdCompressSync(tar.subarray(900))]),
    ];
  },
  async run(input) {
    const digest = digestOf(input);
    const facts = { index: 0, mediaType: MediaType.ociLayer, digest, diffId: digest, size: input.length };
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < input.length; at += 777) yield input.subarray(at, at + 777);
    }
    await createLayer(facts, bytes, limits).read({ entry: checkEntry as (entry: FileEntry) => undefined });
  },
};

/** Tar archives and compressed layers. */
export const targets: readonly FuzzTarget[] = [tarTarget, layerTarget];
