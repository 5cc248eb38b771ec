import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, deflateSync } from 'node:zlib';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { findSection, type Program } from '../../executable/program.ts';
import { readPrograms } from '../../executable/read-programs.ts';
import { readAuditData } from './audit-data.ts';
import { rustBinaryCataloger } from './cataloger.ts';

const ledger = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures/ledger.br')));

/** A program that is nothing but the section. */
function sectionProgram(bytes: Buffer): Program {
  const section = { name: '.dep-v0', address: 0, offset: 0, size: bytes.length, writable: false, executable: false };
  return { format: 'elf', bytes, bigEndian: false, wordSize: 8, sections: [section], segments: [] };
}

function auditSection(): Buffer {
  const read = readPrograms(ledger);
  const section = read.kind === 'programs' && read.programs[0] && findSection(read.programs[0], '.dep-v0');
  return section ? ledger.subarray(section.offset, section.offset + section.size) : Buffer.alloc(0);
}

export const targets: readonly FuzzTarget[] = [
  {
    name: 'inventory/rust-dep-v0',
    seeds: () => [auditSection()],
    run: (input) => {
      readAuditData(sectionProgram(input));
      // Most mutations break the checksum: these get to the JSON.
      readAuditData(sectionProgram(deflateSync(input)));
    },
  },
  {
    name: 'inventory/rust-binary',
    seeds: () => [ledger],
    run: async (input) => {
      await catalogBytes(rustBinaryCataloger, 'usr/bin/ledger', input);
    },
  },
];
