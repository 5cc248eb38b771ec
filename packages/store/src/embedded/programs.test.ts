import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeWithPostgres } from '@pratique/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { prepareInstance } from './instance.ts';
import { dropPrograms, endOf, type Programs, providePrograms, spawnProgram } from './programs.ts';

const asRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };

describeWithPostgres('the programs of PostgreSQL', () => {
  let closed: string;
  beforeEach(() => {
    // Of mode 0700: closed to every other user.
    closed = mkdtempSync(join(tmpdir(), 'pratique-closed-'));
  });
  afterEach(() => rmSync(closed, { recursive: true }));

  async function version(programs: Programs): Promise<string> {
    const said = join(closed, 'said');
    const output = openSync(said, 'w');
    const child = spawnProgram(programs, 'postgres', ['--version'], {
      folder: { name: '/', descriptor: undefined },
      output,
    });
    expect(await endOf(child)).toEqual({ code: 0, signal: null });
    closeSync(output);
    return readFileSync(said, 'utf8');
  }

  test('are used where they are, if the user of the database can', async () => {
    const binaries = findBinaries();
    const programs = providePrograms(binaries, prepareInstance(join(closed, 'postgres')), undefined);
    expect(programs.bin).toBe(join(binaries.folder, 'bin'));
    expect(await version(programs)).toContain(`PostgreSQL) ${binaries.major}.`);
  });

  test.runIf(asRoot)(
    'are copied out of a closed folder, one copy at a time, without what they do not need',
    async () => {
      const folder = join(closed, 'native');
      cpSync(findBinaries().folder, folder, { recursive: true, verbatimSymlinks: true });
      const instance = prepareInstance(join(closed, 'postgres'));
      const first = providePrograms({ folder, major: 18 }, instance, nobody);
      expect(first.bin.startsWith(closed)).toBe(false);
      expect(globSync('**/*.a', { cwd: dirname(first.bin) })).toEqual([]);
      expect(await version(first)).toContain('PostgreSQL) 18.');
      // As after a kill, which drops nothing.
      const second = providePrograms({ folder, major: 18 }, instance, nobody);
      expect([existsSync(first.bin), existsSync(second.bin)]).toEqual([false, true]);
      dropPrograms(instance);
      expect(existsSync(second.bin)).toBe(false);
      chmodSync(closed, 0o755);
      expect(providePrograms({ folder, major: 18 }, instance, nobody).bin).toBe(join(folder, 'bin'));
    },
  );

  test('get nothing of our environment', async () => {
    process.env['PRATIQUE_TEST_SECRET'] = 'x';
    const said = join(closed, 'said');
    const output = openSync(said, 'w');
    const bin = closed;
    writeFileSync(join(bin, 'postgres'), '#!/bin/sh\nenv\n', { mode: 0o755 });
    const folder = { name: '/', descriptor: undefined };
    await endOf(spawnProgram({ bin, user: undefined }, 'postgres', [], { folder, output }));
    closeSync(output);
    delete process.env['PRATIQUE_TEST_SECRET'];
    expect(readFileSync(said, 'utf8')).toContain('LC_ALL=C\n');
    expect(readFileSync(said, 'utf8')).not.toContain('SECRET');
  });
});
