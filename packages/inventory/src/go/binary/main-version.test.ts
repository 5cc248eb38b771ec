import { describe, expect, test } from 'vitest';
import { parseGoVersion } from './go-version.ts';
import { splitWords, variablesFromLinkerFlags } from './linker-flags.ts';
import { versionFromVariables } from './main-version.ts';
import { asModuleVersion, isModuleVersion } from './module-version.ts';

test.each([
  ['-s -w', ['-s', '-w']],
  [`-X 'main.version=a b' -w`, ['-X', 'main.version=a b', '-w']],
  ['-X "a=\\"b\\""', ['-X', 'a="b"']],
  [`a\\ b 'c\\d'`, ['a b', 'c\\d']],
  [`'not closed`, ['not closed']],
  [`''`, ['']],
  ['  ', []],
])('splitWords(%s)', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test.each([
  ['-X main.version=1.0.0', 'main.version', '1.0.0'],
  ['-X=main.version=1.0.0', 'main.version', '1.0.0'],
  ["-X 'main.version=1.0.0'", 'main.version', '1.0.0'],
  ["-X='main.version=1.0.0'", 'main.version', '1.0.0'],
  ['-X="main.version=1.0.0"', 'main.version', '1.0.0'],
  ['--X main.version=1.0.0', 'main.version', '1.0.0'],
  ['-Xmain.version=1.0.0', 'main.version', '1.0.0'],
  [`-X "main.version='1.0.0'"`, 'main.version', '1.0.0'],
  ['-s -w -extldflags "-static -lpthread" -X main.version=1.0.0', 'main.version', '1.0.0'],
  ['-X main.flags=a=b', 'main.flags', 'a=b'],
])('variablesFromLinkerFlags(%s)', (flags, variable, value) => {
  expect(variablesFromLinkerFlags(flags).get(variable)).toBe(value);
});

describe('versionFromVariables', () => {
  const cases: readonly [title: string, module: string, flags: string, expected: string | undefined][] = [
    ['main', 'github.com/a/b', '-X main.version=1.2.3', 'v1.2.3'],
    ['main before others', 'github.com/a/b', '-X main.version=1.2.3 -X github.com/a/b/pkg.Version=9.9.9', 'v1.2.3'],
    ['a package of its own', 'github.com/a/b', '-X github.com/a/b/internal/version.gitVersion=v1.2.3', 'v1.2.3'],
    ['its own with a major version', 'github.com/a/b/v3', '-X github.com/a/b/version.Version=v3.2.1', 'v3.2.1'],
    ['a library that holds the version', 'github.com/prometheus/prometheus', '-X github.com/prometheus/common/version.Version=2.45.0', 'v2.45.0'],
    ['its own before its libraries', 'github.com/k3s-io/k3s', '-X k8s.io/client-go/pkg/version.gitVersion=v1.27.4 -X github.com/k3s-io/k3s/pkg/version.Version=v1.27.4+k3s1', 'v1.27.4+k3s1'],
    ['the same twice', 'k8s.io/kubernetes', '-X k8s.io/a/version.gitVersion=v1.20.2 -X k8s.io/b/version.gitVersion=v1.20.2', 'v1.20.2'],
    ['libraries that differ', 'example.com/x', '-X k8s.io/a/version.gitVersion=v1.20.2 -X k8s.io/b/version.gitVersion=v1.21.0', undefined],
    ['a command among packages', 'github.com/google/go-containerregistry', '-X github.com/google/go-containerregistry/cmd/crane/cmd.Version=v0.20.0 -X github.com/google/go-containerregistry/pkg/v1/remote/transport.Version=v1.0.0', 'v0.20.0'],
    ['short name', 'github.com/aquasecurity/trivy', '-X github.com/aquasecurity/trivy/pkg/version/app.ver=0.51.0', 'v0.51.0'],
    ['a version of something else', 'example.com/x', '-X main.goVersion=1.21.0 -X main.minVersion=1.0.0', undefined],
    ['a commit', 'example.com/x', '-X main.version=4f1c2d3e', undefined],
    ['a placeholder', 'example.com/x', '-X main.version=v0.0.0-unset -X main.tag=0.0.0', undefined],
    ['a date', 'example.com/x', '-X main.version=2024-01-02', undefined],
    ['git describe', 'example.com/x', '-X main.version=v1.2.3-4-gabcdef0', 'v1.2.3-4-gabcdef0'],
    ['a tag below a folder', 'example.com/x', '-X main.version=cmd/tool/v1.2.3', 'v1.2.3'],
    ['two numbers', 'example.com/x', '-X main.Version=1.17', 'v1.17.0'],
    ['nothing', 'example.com/x', '-s -w', undefined],
  ]; // prettier-ignore
  test.each(cases)('%s', (_title, module, flags, expected) => {
    expect(versionFromVariables(variablesFromLinkerFlags(flags), module)).toBe(expected);
  });
});

test.each([
  ['1.2.3', 'v1.2.3'],
  ['v20.10.24+dfsg1', 'v20.10.24+dfsg1'],
  ['1.6.20~ds1', 'v1.6.20'],
  ['release-12.3.1', 'v12.3.1'],
  ['1.2.3.4', undefined],
  ['1', undefined],
  ['01.2.3', undefined],
  ['', undefined],
  ['1.2.3-01', undefined],
  [`1.2.3-${'a'.repeat(300)}`, undefined],
])('asModuleVersion(%s)', (text, expected) => {
  expect(asModuleVersion(text)).toBe(expected);
});

test.each([
  ['v1.2.3', true],
  ['v0.0.0-20220715151400-c0bba94af5f8', true],
  ['v2.0.0+incompatible', true],
  ['v1.4.0+dirty', true],
  ['v1.2.3-rc.1.0.20210101000000-abcdefabcdef', true],
  ['v1.2', false],
  ['1.2.3', false],
  ['v1.02.3', false],
  ['v1.2.3-rc.01', false],
])('isModuleVersion(%s)', (text, expected) => {
  expect(isModuleVersion(text)).toBe(expected);
});

test.each([
  ['go1.21.5', '1.21.5', []],
  ['go1.22', '1.22', []],
  ['go1.22rc1', '1.22rc1', []],
  ['go1.22.1 X:boringcrypto', '1.22.1', ['boringcrypto']],
  ['go1.26.8-X:boringcrypto,arenas', '1.26.8', ['boringcrypto', 'arenas']],
  ['go1.20.5-google', '1.20.5', []],
  ['go1.19.6 (Red Hat 1.19.6-1.el9)', '1.19.6', []],
  ['devel go1.23-abc1234f Mon Jan 1 00:00:00 2024 +0000', '1.23-abc1234f', []],
  ['devel +abcdef0 Tue', '', []],
  ['', '', []],
])('parseGoVersion(%s)', (text, version, experiments) => {
  expect(parseGoVersion(text)).toEqual({ version, experiments });
});
