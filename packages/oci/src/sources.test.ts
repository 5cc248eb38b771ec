import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describeImageSource } from '@pratique/testkit';
import { writeDockerArchive, writeOciArchive, writeOciDirectory } from './build/archive-writer.ts';
import { createImageSource } from './sources.ts';

describeImageSource('oci-archive', {
  kind: 'image',
  create({ layout, folder }) {
    const path = join(folder, 'image.tar');
    writeOciArchive(layout, path);
    return createImageSource(`oci-archive:${path}:sample:1`);
  },
});

describeImageSource('oci-archive, compressed', {
  kind: 'image',
  create({ layout, folder }) {
    const path = join(folder, 'image.tar');
    writeOciArchive(layout, path);
    execFileSync('gzip', [path]);
    return createImageSource(`oci-archive:${path}.gz`);
  },
});

describeImageSource('oci-dir', {
  kind: 'image',
  create({ layout, folder }) {
    writeOciDirectory(layout, folder);
    return createImageSource(`oci-dir:${folder}`);
  },
});

describeImageSource('docker-archive', {
  kind: 'image',
  create({ layout, folder }) {
    const path = join(folder, 'image.tar');
    writeDockerArchive(layout, path);
    return createImageSource(`docker-archive:${path}:sample:1`);
  },
});

describeImageSource('docker-archive of Docker 25', {
  kind: 'image',
  create({ layout, folder }) {
    const path = join(folder, 'image.tar');
    writeDockerArchive(layout, path, 'oci');
    return createImageSource(path);
  },
});

describeImageSource('dir', { kind: 'tree', create: ({ tree }) => createImageSource(`dir:${tree}`) });

describeImageSource('rootfs', { kind: 'tree', create: ({ tree }) => createImageSource(`rootfs:${tree}`) });
