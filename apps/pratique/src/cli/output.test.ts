import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFormatOf } from '@pratique/report';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkOutputs, planOutputs, writeOutput } from './output.ts';

type Plan = readonly { format: string; path?: string }[];

const plan = (formats: readonly string[], files: readonly string[]): Plan =>
  planOutputs(formats, files, 'table', reportFormatOf);

describe('planOutputs', () => {
  test.each<[readonly string[], readonly string[], Plan]>([
    [[], [], [{ format: 'table' }]],
    [['json'], [], [{ format: 'json' }]],
    [[], ['a.sarif'], [{ format: 'sarif', path: 'a.sarif' }]],
    [[], ['-'], [{ format: 'table' }]],
    [['json'], ['a.txt'], [{ format: 'json', path: 'a.txt' }]],
    [['json'], ['-'], [{ format: 'json' }]],
    [['sarif', 'table'], ['a'], [{ format: 'sarif', path: 'a' }, { format: 'table' }]],
    [
      ['sarif'],
      ['a', 'b.html'],
      [
        { format: 'sarif', path: 'a' },
        { format: 'html', path: 'b.html' },
      ],
    ],
    [
      ['sarif', 'json'],
      ['-', 'b'],
      [{ format: 'sarif' }, { format: 'json', path: 'b' }],
    ],
  ])('--format %j -o %j', (formats, files, expected) => {
    expect(plan(formats, files)).toEqual(expected);
  });

  test.each([
    [['json', 'sarif'], [], /only one report can go to stdout/],
    [['json', 'sarif'], ['-'], /only one report can go to stdout/],
    [[], ['-', '-'], /only one report can go to stdout/],
    [[], ['report'], /its ending does not tell a format/],
    [['json', 'sarif'], ['a', 'a'], /two reports cannot go to one file/],
  ])('--format %j -o %j is a usage error', (formats, files, message) => {
    expect(() => plan(formats, files)).toThrow(message);
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-output-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

describe('writeOutput', () => {
  test('replaces a file whole, and leaves nothing beside it', async () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, 'a longer text than the new one');
    await writeOutput(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('chunks become one file; where one cannot be made, the old file stays', async () => {
    const path = join(folder, 'a.json');
    await writeOutput(path, ['one ', 'two']);
    function* failing(): Generator<string> {
      yield 'three';
      throw new Error('no more');
    }
    await expect(writeOutput(path, failing())).rejects.toThrow('no more');
    expect(readFileSync(path, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('what a killed writer left beside the file is taken away', async () => {
    const path = join(folder, 'a.json');
    const left = `${path}.12345678-1234-1234-1234-123456789abc.part`;
    writeFileSync(left, 'half');
    utimesSync(left, new Date('2020-01-01'), new Date('2020-01-01'));
    await writeOutput(path, 'whole');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('a symbolic link stays one', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    await writeOutput(join(folder, 'link'), 'new');
    expect(readlinkSync(join(folder, 'link'))).toBe('real');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  });

  test.each([
    ['a folder', () => folder],
    ['in no folder', () => join(folder, 'missing', 'a.json')],
    ['below a file', () => join(folder, 'file', 'a.json')],
  ])('%s: one typed error, nothing left', async (_, path) => {
    writeFileSync(join(folder, 'file'), '');
    await expect(writeOutput(path(), 'text')).rejects.toMatchObject({ code: 'cli/output-failed' });
    await expect(checkOutputs([{ format: 'json', path: path() }])).rejects.toMatchObject({ code: 'cli/output-failed' });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test.runIf(process.platform === 'linux')('a device is written to as it is', async () => {
    await writeOutput('/dev/null', 'text');
    await checkOutputs([{ format: 'json', path: '/dev/full' }]);
    await expect(writeOutput('/dev/full', 'text')).rejects.toMatchObject({ code: 'cli/output-failed' });
  });
});

describe('checkOutputs', () => {
  test('a new file, a file that is there and stdout are fine', async () => {
    writeFileSync(join(folder, 'there'), '');
    mkdirSync(join(folder, 'sub'));
    const paths = [join(folder, 'new'), join(folder, 'there'), join(folder, 'sub', 'x'), undefined];
    await checkOutputs(paths.map((path) => ({ format: 'json', path })));
    expect(readdirSync(folder)).toEqual(['sub', 'there']);
  });

  test('a name that ends like a folder is one', async () => {
    const outputs = [{ format: 'json', path: join(folder, 'new/') }];
    await expect(checkOutputs(outputs)).rejects.toMatchObject({ code: 'cli/output-failed' });
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to is named at once', async () => {
    chmodSync(folder, 0o555);
    const outputs = [{ format: 'json', path: join(folder, 'a') }];
    await expect(checkOutputs(outputs)).rejects.toMatchObject({ code: 'cli/output-failed' });
  });
});
