import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asideOf, sweepAsides } from './aside.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aside-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const long = new Date('2020-01-01');

/** Leaves a file there and answers with its name. */
function left(path: string, at?: Date): string {
  writeFileSync(path, 'half');
  if (at) utimesSync(path, at, at);
  return basename(path);
}

test('only what was abandoned beside the file goes', async () => {
  const report = join(folder, 'report.json');
  left(asideOf(report), long);
  const kept = [
    left(report, long),
    left(asideOf(report)),
    left(asideOf(join(folder, 'other.json')), long),
    left(join(folder, 'report.json.part'), long),
    left(join(folder, 'report.json.1.part'), long),
  ];
  await sweepAsides(report);
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
});

test('of a folder all that was abandoned in it', async () => {
  left(asideOf(join(folder, 'a')), long);
  left(asideOf(join(folder, 'b')), long);
  const kept = [left(join(folder, 'c'), long)];
  await sweepAsides(`${folder}/`);
  expect(readdirSync(folder)).toEqual(kept);
});

test('where there is no folder there is nothing to do', async () => {
  await expect(sweepAsides(join(folder, 'none/'))).resolves.toBeUndefined();
});
