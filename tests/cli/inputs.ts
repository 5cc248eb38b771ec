import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildImage,
  type BuiltImage,
  buildIndex,
  buildLayer,
  ImageLayout,
  writeDockerArchive,
  writeOciArchive,
  writeOciDirectory,
} from '@pratique/oci';

/** Bytes that no compression makes small, the same in every run. */
function noise(blocks: number): Buffer {
  return Buffer.concat(Array.from({ length: blocks }, (_, i) => createHash('sha256').update(String(i)).digest()));
}

/** An image with one OS package and one npm package. */
export function smallImage(architecture = 'amd64', library = { name: 'left-pad', version: '1.0.0' }): BuiltImage {
  const layer = buildLayer([
    { path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.18.9\n' },
    {
      path: 'lib/apk/db/installed',
      content: 'C:Q1aaaaaaaaaaaaaaaaaaaaaaaaaaa=\nP:musl\nV:1.2.4-r2\nA:x86_64\no:musl\nL:MIT\n\n',
    },
    { path: 'app/noise', content: noise(1000) },
    { path: 'app/node_modules/library/package.json', content: JSON.stringify(library) },
  ]);
  return buildImage({ layers: [layer], platform: { os: 'linux', architecture } });
}

/** The same image with another type of its layer, which none of ours can be. */
function withLayerType(image: BuiltImage, mediaType: string): BuiltImage {
  return buildImage({ layers: image.layers.map((layer) => ({ ...layer, mediaType })) });
}

/** Writes every good and bad input that the cases name into a folder. */
export function writeInputs(folder: string): void {
  const path = (name: string): string => join(folder, name);
  const image = smallImage();
  writeOciArchive(new ImageLayout().addImage(image, '1'), path('good.tar'));
  writeOciDirectory(new ImageLayout().addImage(image, '1'), path('layout'));
  writeDockerArchive(new ImageLayout().addImage(image, 'shop/api:1'), path('docker.tar'));
  const two = new ImageLayout().addImage(image, 'one').addImage(smallImage('arm64'), 'two');
  writeOciArchive(two, path('two.tar'));
  // CVE-2019-10744 is of the starter set.
  const vulnerable = smallImage('amd64', { name: 'lodash', version: '4.17.11' });
  writeOciArchive(new ImageLayout().addImage(vulnerable, '1'), path('vulnerable.tar'));
  const index = buildIndex([image, smallImage('arm64')]);
  writeOciArchive(new ImageLayout().addIndex(index, 'multi'), path('multi.tar'));
  const good = readFileSync(path('good.tar'));
  writeFileSync(path('truncated.tar'), good.subarray(0, good.length / 2));
  const layerType = new ImageLayout().addImage(withLayerType(image, 'application/zip'), '1');
  writeOciArchive(layerType, path('zip-layer.tar'));
  // One bit of the layer: its digest no longer fits.
  const damaged = Buffer.from(good);
  const at = damaged.indexOf(image.layers[0]?.bytes.subarray(0, 64) ?? Buffer.alloc(0));
  damaged[at + 40] = (damaged[at + 40] as number) ^ 0xff;
  writeFileSync(path('damaged.tar'), damaged);
  writeFileSync(path('empty.tar'), '');
  writeFileSync(path('text.tar'), 'this is no archive\n'.repeat(100));
  writeFileSync(path('page.html'), '<!doctype html><html><body>404 Not Found</body></html>');
  writeFileSync(path('other.json'), '{"hello":"world"}');
  mkdirSync(path('folder'));
  mkdirSync(path('html-layout'));
  writeFileSync(path('html-layout/index.json'), '<html>login</html>');
  writeFileSync(path('html-layout/oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  mkdirSync(path('feeds/osv/npm'), { recursive: true });
  writeFileSync(path('feeds/osv/npm/all.zip'), '<html>not a zip</html>');
}
