import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from './discover.ts';
import { fileKind } from './file-kind.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';
const noInput = (): Promise<string> => Promise.reject(new Error('nothing was piped'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test.each([
  ['Dockerfile', 'FROM a', 'dockerfile'],
  ['Dockerfile.prod', 'FROM a', 'dockerfile'],
  ['Containerfile', 'FROM a', 'dockerfile'],
  ['api.Dockerfile', 'FROM a', 'dockerfile'],
  ['Dockerfile.md', '# how', 'other'],
  ['pod.yaml', pod, 'manifests'],
  ['pods.json', '{"apiVersion":"v1","kind":"List"}', 'manifests'],
  ['compose.yaml', 'services: {a: {image: x}}', 'compose'],
  ['docker-compose.prod.yml', 'services: {}', 'compose'],
  ['stack.yml', 'services:\n  a:\n    image: x\n', 'compose'],
  ['no-version.yaml', 'kind: Pod\nmetadata: {name: a}\n', 'manifests'],
  ['no-kind.yaml', 'apiVersion: v1\nmetadata: {name: a}\n', 'manifests'],
  ['values.yaml', 'image: x\nmetadata: {}\n', 'other'],
  ['compose.yaml', pod, 'manifests'],
  ['-', 'FROM scratch\n', 'dockerfile'],
])('%s that holds %j is %s', (name, text, kind) => {
  expect(fileKind(name, text)).toBe(kind);
});

test('a folder is walked in order, without other people’s files and without following links', async () => {
  write('b/pod.yaml', pod);
  write('a/Dockerfile', 'FROM x');
  write('node_modules/x/pod.yaml', pod);
  write('values.yaml', 'a: 1');
  symlinkSync(join(folder, 'b'), join(folder, 'link'));
  const files = await discover([folder], noInput);
  expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual(['a/Dockerfile', 'b/pod.yaml']);
});

test('a file that is named must be something; in a folder it may be anything', async () => {
  const values = write('values.yaml', 'a: 1');
  write('pod.yaml', pod);
  expect(await discover([values, folder], noInput)).toMatchObject([
    { kind: 'other', named: true },
    { kind: 'manifests' },
  ]);
});

test('a file that is named twice is checked once', async () => {
  const path = write('pod.yaml', pod);
  expect(await discover([path, path], noInput)).toHaveLength(1);
});

test('standard input is read where it is named', async () => {
  expect(await discover(['-'], async () => pod)).toMatchObject([{ path: '-', kind: 'manifests', text: pod }]);
});

test.each([
  ['missing', 'gate-ci/path-unreadable'],
  ['', 'gate-ci/nothing-to-check'],
])('%j below an empty folder is an error', async (name, code) => {
  await expect(discover([join(folder, name)], noInput)).rejects.toMatchObject({ code });
});
