import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultLimits } from '@pratique/foundation';
import type { FuzzTarget } from '@pratique/testkit';
import { writeDockerArchive, writeOciArchive } from '../build/archive-writer.ts';
import { buildImage, buildIndex } from '../build/image-builder.ts';
import { ImageLayout } from '../build/image-layout.ts';
import { buildLayer } from '../build/layer-builder.ts';
import { readConfig } from '../image/config.ts';
import { readIndex, readManifest } from '../image/documents.ts';
import { readFileSync } from 'node:fs';
import { archiveSource } from './archive-source.ts';

const image = buildImage({
  layers: [buildLayer([{ path: 'etc/os-release', content: 'ID=sample\n' }], { createdBy: 'COPY . /' })],
  config: { User: '1', Env: ['A=b'], Labels: { a: 'b' }, ExposedPorts: { '80/tcp': {} }, Cmd: ['sh'] },
  emptyHistory: ['CMD ["sh"]'],
  annotations: { a: 'b' },
});

async function inFolder<Result>(use: (path: string) => Promise<Result> | Result): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-fuzz-'));
  try {
    return await use(join(folder, 'archive'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const archiveTarget: FuzzTarget = {
  name: 'oci/archive',
  seeds: () =>
    inFolder((path) => {
      const layout = new ImageLayout().addIndex(buildIndex([image]), 'app:1');
      const seeds: Buffer[] = [];
      for (const write of [writeOciArchive, writeDockerArchive]) {
        write(layout, path);
        seeds.push(readFileSync(path));
      }
      return [...seeds, gzipSync(seeds[0] as Buffer)];
    }),
  run: (input) =>
    inFolder(async (path) => {
      writeFileSync(path, input);
      const limits = { ...defaultLimits, layerBytes: 64 * 1024 * 1024 };
      const source = archiveSource({ kind: 'oci-archive', path, text: path, detected: true }, limits);
      const opened = await source.open();
      try {
        for (const layer of opened.layers) await layer.read({ entry: () => undefined });
      } finally {
        await opened.close();
      }
    }),
};

const documentTarget: FuzzTarget = {
  name: 'oci/documents',
  seeds: () => [image.manifest.bytes, image.config.bytes, buildIndex([image]).index.bytes],
  run(input) {
    const failures: unknown[] = [];
    for (const read of [readIndex, readManifest, readConfig]) {
      try {
        read(input, 'the document');
      } catch (error) {
        failures.push(error);
      }
    }
    for (const error of failures) if (!(error instanceof Error && 'kind' in error)) throw error;
  },
};

/** Archives of images and the documents in them. */
export const targets: readonly FuzzTarget[] = [archiveTarget, documentTarget];
