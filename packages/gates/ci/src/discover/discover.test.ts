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

function write(name: string, text: string | Buffer): string {
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
  ['dockerfile.go', 'package lexers', 'other'],
  ['Dockerfile.evil', 'FR\\\nOM a', 'dockerfile'],
  ['Dockerfile', 'package lexers', 'dockerfile'],
  ['pod.yaml', pod, 'manifests'],
  ['pods.json', '{"apiVersion":"v1","kind":"List"}', 'manifests'],
  ['compose.yaml', 'services: {a: {image: x}}', 'compose'],
  ['docker-compose.prod.yml', 'services: {}', 'compose'],
  ['stack.yml', 'services:\n  a:\n    image: x\n', 'compose'],
  ['no-version.yaml', 'kind: Pod\nmetadata: {name: a}\n', 'manifests'],
  ['no-kind.yaml', 'apiVersion: v1\nmetadata: {name: a}\n', 'manifests'],
  ['values.yaml', 'image: x\nmetadata: {}\n', 'other'],
  ['odd.yaml', '? apiVersion\n: v1\n? kind\n: Pod\n', 'manifests'],
  ['odd.yaml', '"api\\u0056ersion": v1\n"\\x6bind": Pod\n', 'manifests'],
  ['odd.yaml', '!!str apiVersion: v1\n&a kind: Pod\n', 'manifests'],
  ['odd.yaml', '{&a apiVersion: v1, ! "kind": Pod}\n', 'manifests'],
  ['odd.yaml', '? image\n: x\n', 'other'],
  ['compose.yaml', pod, 'manifests'],
  ['-', 'FROM scratch\n', 'dockerfile'],
])('%s that holds %j is %s', (name, text, kind) => {
  expect(fileKind(name, text)).toBe(kind);
});

test.each(['\n', ' ', ' \n', ',& ', '"\\', '\\', '? a\n', '\r', '{ '])(
  'a long file of %j is sorted in no time',
  (unit) => {
    for (const name of ['a.yaml', 'Dockerfile.x', 'x']) expect(fileKind(name, unit.repeat(300_000))).toBe('other');
  },
);

test('a folder is walked in order, without other people’s files and without following links', async () => {
  write('b/pod.yaml', pod);
  write('a/Dockerfile', 'FROM x');
  write('node_modules/x/pod.yaml', pod);
  write('values.yaml', 'a: 1');
  symlinkSync(join(folder, 'b'), join(folder, 'link'));
  const files = await discover([folder], noInput);
  expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual(['a/Dockerfile', 'b/pod.yaml']);
});

test('links to files count: by their target’s name, by their own, or as what is not read', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'pratique-outside-'));
  writeFileSync(join(outside, 'pod.yaml'), pod);
  write('base/pod.yaml', pod);
  write('base/hidden.txt', pod);
  symlinkSync('base/pod.yaml', join(folder, 'same.yaml'));
  symlinkSync('base/hidden.txt', join(folder, 'shown.yaml'));
  symlinkSync(join(outside, 'pod.yaml'), join(folder, 'outside.yaml'));
  symlinkSync('gone.yaml', join(folder, 'broken.yaml'));
  const files = await discover([folder], noInput);
  rmSync(outside, { recursive: true });
  expect(files.map(({ path, kind, problem }) => [path.slice(folder.length + 1), problem ?? kind])).toEqual([
    ['base/pod.yaml', 'manifests'],
    ['broken.yaml', expect.stringContaining('could not be read')],
    ['outside.yaml', expect.stringContaining('leads out of the folder')],
    ['shown.yaml', 'manifests'],
  ]);
});

test('UTF-16 is read where its byte order mark says so', async () => {
  const little = Buffer.from(`\uFEFF${pod}`, 'utf16le');
  write('little.yaml', little);
  write('big.yaml', Buffer.from(little).swap16());
  expect((await discover([folder], noInput)).map(({ kind }) => kind)).toEqual(['manifests', 'manifests']);
});

test('a device without an end is not read to its end', async () => {
  expect(await discover(['/dev/zero'], noInput)).toMatchObject([{ problem: expect.stringContaining('more than') }]);
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
