/**
 * The floor of a scan: what any reader must do with an image's layers, and nothing else. `node floor.ts WIDTH FILE…` hashes each
 * stored layer, unpacks it, and hashes what comes out, WIDTH files at a time.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;

async function readLayer(path: string): Promise<void> {
  const stored = createHash('sha256');
  const unpacked = createHash('sha256');
  const source = createReadStream(path, { highWaterMark: CHUNK });
  source.on('data', (chunk) => stored.update(chunk));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      unpacked.update(chunk);
      done();
    },
  });
  await pipeline(source, createGunzip({ chunkSize: CHUNK }), sink);
  stored.digest();
  unpacked.digest();
}

const [width = '2', ...files] = process.argv.slice(2);
const waiting = [...files];
async function work(): Promise<void> {
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await readLayer(path);
}
await Promise.all(Array.from({ length: Number(width) }, work));
