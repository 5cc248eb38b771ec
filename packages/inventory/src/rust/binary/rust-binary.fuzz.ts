import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, deflateSync } from 'node:zlib';
import type { FuzzTarget } from '@pratique/testkit';
import { findSection, type Program } from '../../executable/program.ts';
import { readPrograms } from '../../executable/read-programs.ts';
import { readAuditData } from './audit-data.ts';

const ledger = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures/ledger.br')));

const json = Buffer.from(
  '{"packages":[{"name":"a","version":"1.0.0","source":"local","dependencies":[0],"root":true}]}',
);

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

export const target: FuzzTarget = {
  name: 'inventory/rust-dep-v0',
  seeds: () => [auditSection(), json],
  run: async (input) => {
    // Most mutations of a zlib stream break its checksum: wrapped again, the input gets to the JSON.
    for (const section of [input, deflateSync(input)]) readAuditData(sectionProgram(section));
    // zlib frees what a failed stream held when the event loop turns.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  },
};
