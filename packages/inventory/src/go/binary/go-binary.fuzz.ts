import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { goBinaryCataloger } from './cataloger.ts';
import { parseModuleInfo } from './module-info.ts';

/** A small ELF program: one writable segment that is the build information, so that mutations hit it. */
function smallProgram(name: string): Buffer {
  const bytes = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.br`)));
  const blob = bytes.subarray(bytes.indexOf('\xff Go buildinf:', 0, 'latin1')).subarray(0, 2048);
  const header = Buffer.alloc(128);
  header.write('7f454c460201010000', 'hex');
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(6, 68);
  header.writeBigUInt64LE(128n, 72);
  header.writeBigUInt64LE(0x40_0000n, 80);
  header.writeBigUInt64LE(BigInt(blob.length), 96);
  header.writeBigUInt64LE(BigInt(blob.length), 104);
  return Buffer.concat([header, blob]);
}

export const targets: readonly FuzzTarget[] = [
  {
    name: 'inventory/go-buildinfo',
    seeds: () => ['shop-ld', 'alertmanager', 'clock-dirty'].map(smallProgram),
    run: async (input) => {
      await catalogBytes(goBinaryCataloger, 'usr/bin/shop', input);
    },
  },
  {
    name: 'inventory/go-modinfo',
    seeds: () => [
      Buffer.from(
        'path\ta/b\nmod\ta/b\t(devel)\t\ndep\tc\tv1.0.0\th1:x=\n=>\t./d\t(devel)\t\nbuild\t-ldflags="-X \'a=b\\n\'"\n',
      ),
    ],
    run: (input) => {
      parseModuleInfo(input.toString('utf8'));
    },
  },
];
