import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, deflateSync } from 'node:zlib';
import { type CatalogResult, formatPurl } from '@pratique/model';
import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { findSection } from '../../executable/program.ts';
import { readPrograms } from '../../executable/read-programs.ts';
import { rustBinaryCataloger } from './cataloger.ts';

const ledger = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures/ledger.br')));

/** The program with another list of crates in its section, moved to the end of the file. */
function withSection(content: Buffer): Buffer {
  const read = readPrograms(ledger);
  const program = read.kind === 'programs' ? read.programs[0] : undefined;
  const section = program && findSection(program, '.dep-v0');
  if (!program || !section) throw new Error('the fixture has no section .dep-v0');
  const bytes = Buffer.concat([ledger, content]);
  const header = Number(bytes.readBigUInt64LE(40)) + program.sections.indexOf(section) * 64;
  bytes.writeBigUInt64LE(BigInt(ledger.length), header + 24);
  bytes.writeBigUInt64LE(BigInt(content.length), header + 32);
  return bytes;
}

async function catalog(bytes: Buffer): Promise<CatalogResult> {
  return catalogBytes(rustBinaryCataloger, 'usr/bin/ledger', bytes);
}

function purls(result: CatalogResult): string[] {
  return (result.packages ?? []).map(({ purl }) => formatPurl(purl));
}

describeCataloger(rustBinaryCataloger, import.meta.dirname, []);

describe('rust-binary', () => {
  test('finds the crates that are in the program, not those that only built it', async () => {
    const result = await catalog(ledger);
    expect(purls(result)).toEqual([
      'pkg:cargo/itoa@1.0.1',
      'pkg:cargo/ledger@0.4.2',
      'pkg:cargo/local-tax@0.2.0',
      'pkg:cargo/ryu@1.0.2',
      'pkg:cargo/smallvec@1.9.0',
    ]);
    expect(result.unknowns).toEqual([]);
    expect(result.packages?.[1]).toMatchObject({
      architecture: 'amd64',
      properties: { source: 'local', rootCrate: 'true' },
      dependsOn: [
        'pkg:cargo/itoa@1.0.1',
        'pkg:cargo/local-tax@0.2.0',
        'pkg:cargo/ryu@1.0.2',
        'pkg:cargo/smallvec@1.9.0',
      ],
    });
    expect(result.packages?.[0]?.properties).toEqual({ source: 'crates.io' });
  });

  test.each([
    ['no zlib stream', Buffer.from('not compressed'), 'malformed'],
    ['a stream cut off', deflateSync('{"packages":[]}').subarray(0, 8), 'malformed'],
    ['no JSON', deflateSync('<html>'), 'malformed'],
    ['no list', deflateSync('{"packages":{}}'), 'malformed'],
    ['brackets without end', deflateSync('['.repeat(1_000_000)), 'malformed'],
    ['a decompression bomb', deflateSync(Buffer.alloc(64 * 1024 * 1024)), 'too-large'],
  ])('%s is an unknown', async (_title, content, code) => {
    const result = await catalog(withSection(content));
    expect(result.packages).toEqual([]);
    expect(result.unknowns?.map((unknown) => unknown.code)).toEqual([code]);
  });

  test('an entry that makes no sense is counted and does not move the others', async () => {
    const packages = [
      { name: '../../etc', version: '1.0.0', source: 'local' },
      { name: 'itoa', version: '1.0.1', source: 'registry' },
      { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1, 0, 99, -1, 'x'] },
      null,
      { name: 'cc', version: '1.0.0', kind: 'build', source: 'crates.io' },
    ];
    const result = await catalog(withSection(deflateSync(JSON.stringify({ packages }))));
    expect(purls(result)).toEqual(['pkg:cargo/itoa@1.0.1', 'pkg:cargo/app@0.1.0']);
    expect(result.packages?.[1]?.dependsOn).toEqual(['pkg:cargo/itoa@1.0.1']);
    expect(result.unknowns?.map(({ reason }) => reason)).toEqual(['2 entries of the list of crates make no sense']);
  });

  test('a section that points beyond the file is malformed', async () => {
    expect((await catalog(withSection(Buffer.alloc(0)))).unknowns).toHaveLength(1);
  });
});
