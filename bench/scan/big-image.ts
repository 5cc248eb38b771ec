/**
 * Makes the large image of the benchmark: `node big-image.ts FILE`. Five layers, about 1.4 GB and 46,000 files unpacked: an
 * Alpine base, a distribution's share of small files, node_modules of 6,000 packages, programs, and data. Made from a seed:
 * the same bytes every time.
 */
import { buildImage, buildLayer, type BuiltLayer, ImageLayout, type TarEntry, writeOciArchive } from '@pratique/oci';
import { seededRandom } from '@pratique/testkit';

const random = seededRandom(20);
const KiB = 1024;
const MiB = 1024 * KiB;

/** Text compresses as code does. */
function words(bytes: number): Buffer {
  const out = Buffer.alloc(bytes, ' ');
  const vocabulary = Array.from({ length: 4000 }, () => Math.floor(random() * 1e9).toString(36));
  for (let at = 0; at < bytes - 16;)
    at += out.write(vocabulary[Math.floor(random() * vocabulary.length)] ?? '', at) + 1;
  return out;
}

/** Noise does not compress at all. */
function randomBytes(bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) out.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  return out;
}

const text = words(8 * MiB);
const noise = randomBytes(8 * MiB);

function slice(source: Buffer, size: number): Buffer {
  const start = Math.floor(random() * (source.length - size));
  return source.subarray(start, start + size);
}

/** Text with a part of noise, which is what a third of a real layer looks like. */
function mixed(size: number, noiseShare: number): Buffer {
  const noisy = Math.floor(size * noiseShare);
  return Buffer.concat([slice(noise, noisy), slice(text, size - noisy)]);
}

function apkDatabase(packages: number): string {
  const records = Array.from(
    { length: packages },
    (_, i) => `P:pkg${i}\nV:1.${i}-r0\nA:x86_64\no:pkg${i}\nL:MIT\nF:usr/share/p${i}\nR:file0\n`,
  );
  return `${records.join('\n')}\n`;
}

function* base(): Generator<TarEntry> {
  yield { path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.18.9\nPRETTY_NAME="Alpine Linux v3.18"\n' };
  yield { path: 'lib/apk/db/installed', content: apkDatabase(400) };
  for (let i = 0; i < 4000; i++) yield { path: `usr/share/p${i % 400}/file${i}`, content: mixed(6 * KiB, 0.2) };
}

function* modules(from: number, to: number): Generator<TarEntry> {
  for (let i = from; i < to; i++) {
    const folder = `app/node_modules/module-${i}`;
    yield {
      path: `${folder}/package.json`,
      content: JSON.stringify({ name: `module-${i}`, version: `1.${i % 50}.0`, license: 'MIT' }),
    };
    for (let file = 0; file < 6; file++) yield { path: `${folder}/lib/${file}.js`, content: mixed(4 * KiB, 0.1) };
  }
}

/** Large files that begin as programs do, so that they are held in memory and looked at. */
function* programs(): Generator<TarEntry> {
  const header = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(56)]);
  for (let i = 0; i < 12; i++) {
    const parts = Array.from({ length: 6 }, () => mixed(4 * MiB, 0.5));
    yield { path: `usr/bin/program-${i}`, mode: 0o755, content: Buffer.concat([header, ...parts]) };
  }
}

function* data(): Generator<TarEntry> {
  for (let i = 0; i < 400; i++) yield { path: `srv/data/${i}.bin`, content: mixed(2 * MiB, 0.4) };
}

function layer(entries: Iterable<TarEntry>): BuiltLayer {
  return buildLayer(entries, { level: 4 });
}

const layers = [layer(base()), layer(modules(0, 3000)), layer(modules(3000, 6000)), layer(programs()), layer(data())];
writeOciArchive(new ImageLayout().addImage(buildImage({ layers }), 'big'), process.argv[2] as string);
