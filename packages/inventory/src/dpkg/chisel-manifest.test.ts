import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { OwnedPaths } from '../os-package/owned-paths.ts';
import { manifestText, parseChiselManifest } from './chisel-manifest.ts';

test('a manifest may be compressed or not', async () => {
  expect(await manifestText(Buffer.from('{}'))).toEqual({ text: '{}' });
  expect(await manifestText(zstdCompressSync(Buffer.from('{}')))).toEqual({ text: '{}' });
});

test('a damaged frame, and one that grows beyond the bound, are refused', async () => {
  expect(await manifestText(zstdCompressSync(Buffer.from('{}')).subarray(0, 8))).toHaveProperty('reason');
  expect(await manifestText(zstdCompressSync(Buffer.alloc(80 * 1024 * 1024)))).toHaveProperty('reason');
});

test.each(['', '{}', '[]', 'not json', '<html>'])('%j is no manifest', (text) => {
  expect(parseChiselManifest(text, new OwnedPaths(''))).toBeUndefined();
});

test('hostile names are names only', () => {
  const text = [
    '{"jsonwall":"1.0"}',
    '{"kind":"path","path":"/../../x","slices":["__proto___y",7,null]}',
    '{"kind":"package","name":"constructor","version":"1"}',
    '{"kind":"package","name":"__proto__","version":"2"}',
  ].join('\n');
  const manifest = parseChiselManifest(text, new OwnedPaths(''));
  expect(manifest?.packages.map(({ name, paths }) => [name, paths])).toEqual([
    ['constructor', []],
    ['__proto__', []],
  ]);
});
