import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { programCataloger } from './cataloger.ts';

function program(folder: string, name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(import.meta.dirname, folder, `${name}.br`)));
}

const library = '../executable/fixtures';

describeCataloger(programCataloger, import.meta.dirname, []);

describe('program-classifier', () => {
  test('says product, CPE and where advisories know it', async () => {
    const bytes = Buffer.from('\0node.js/v22.11.0\0', 'latin1');
    const { packages } = await catalogBytes(programCataloger, 'usr/local/bin/node', bytes);
    expect(packages).toEqual([
      {
        type: 'generic',
        name: 'node',
        version: '22.11.0',
        evidence: 'binary',
        purl: { type: 'generic', name: 'node', version: '22.11.0' },
        properties: {
          classifier: 'node',
          cpe: 'cpe:2.3:a:nodejs:node.js:22.11.0:*:*:*:*:*:*:*',
          bitnami: 'node',
        },
      },
    ]);
  });

  test.each([
    ['a script', 'usr/bin/python3', '#!/bin/sh\n\0\x003.11.2\0'],
    ['a text of the same name', 'usr/share/bash-completion/completions/curl', '# curl/8.5.0 completes\n'],
    ['an empty file', 'usr/bin/node', ''],
    ['another path', 'usr/bin/nodex', '\0node.js/v22.11.0\0'],
    ['a version of another Python', 'usr/bin/python3.11', '\x003.9.2\0'],
    ['versions that differ, without a path to choose by', 'usr/bin/python3', '\x003.9.2\0x\x003.11.2\0'],
    ['a text that is too large to be one', 'usr/local/go/VERSION', `go1.22.1\n${' '.repeat(300_000)}`],
  ])('%s is no program', async (_title, path, text) => {
    expect(await catalogBytes(programCataloger, path, Buffer.from(text, 'latin1'))).toEqual({});
  });

  test('a program at a certain path without a version is an unknown', async () => {
    const result = await catalogBytes(programCataloger, 'usr/local/bin/node', program(library, 'smbd'));
    expect(result).toEqual({
      unknowns: [
        {
          code: 'unidentified',
          path: 'usr/local/bin/node',
          reason: 'looks like Node.js, but its version was not found',
        },
      ],
    });
  });

  test('a program at a path that others use too says nothing', async () => {
    expect(await catalogBytes(programCataloger, 'usr/bin/git', program(library, 'smbd'))).toEqual({});
  });

  test('a launcher that loads its library is told by the library', async () => {
    const bytes = program(library, 'smbd');
    const name = bytes.indexOf('libsmbconf.so.0\0');
    bytes.write('libpython3.so.1\0', name, 'latin1');
    expect(await catalogBytes(programCataloger, 'usr/bin/python3', bytes)).toEqual({});
    bytes.write('../libpython3.x\0', name, 'latin1');
    expect(await catalogBytes(programCataloger, 'usr/bin/python3', bytes)).toEqual({});
  });

  test('leaves programs that Go built to their build information', async () => {
    const go = '../go/binary/fixtures';
    expect(await catalogBytes(programCataloger, 'usr/bin/consul', program(go, 'shop-plain'))).toEqual({});
    const bytes = Buffer.concat([program(go, 'gofmt'), Buffer.from('\0go1.19.8\0', 'latin1')]);
    expect(await catalogBytes(programCataloger, 'usr/local/go/bin/go', bytes)).toEqual({});
  });

  test('a program packed by UPX is an unknown', async () => {
    const bytes = program(library, 'smbd');
    bytes.write('UPX!', 0x3f0, 'latin1');
    const { unknowns } = await catalogBytes(programCataloger, 'usr/bin/anything', bytes);
    expect(unknowns?.map(({ code }) => code)).toEqual(['unsupported']);
  });

  test('time does not grow with the number of hits times the size', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, '\x003.1', 'latin1');
    expect(await catalogBytes(programCataloger, 'usr/bin/python3', bytes)).toEqual({});
  });
});
