import { expect, test } from 'vitest';
import { goModuleAtPath, goProgramVersion, knownGoModule } from './go-program.ts';

/** Values as the linker lays them out: each on its own, between NULs. */
function linked(...values: readonly string[]): Buffer {
  return Buffer.from(`\0\0go1.21.5\0\0\0${values.map((value) => `${value}\0\0\0`).join('')}`, 'latin1');
}

const vault = 'github.com/hashicorp/vault';

test.each([
  ['one version', vault, ['1.18.0', '77f26ba561a4b6b1ccd5071b8624cefef7a72e84'], 'v1.18.0'],
  ['the same with and without a package revision', vault, ['2.42.0+ds', '2.42.0+ds-5+deb12u1'], 'v2.42.0+ds'],
  ['a major version in the import path', `${vault}/v2/cmd/vault`, ['v2.0.0-rc.1'], 'v2.0.0-rc.1'],
  ['several versions: none of them for sure', vault, ['1.18.0', '0.5.0'], undefined],
  ['an address', vault, ['127.0.0.1'], undefined],
  ['a program that is not known', 'example.com/vault', ['1.18.0'], undefined],
  ['nothing set', vault, [], undefined],
])('%s', (_title, importPath, values, expected) => {
  expect(goProgramVersion(importPath, 'go1.21.5', linked(...values))).toBe(expected);
});

test('a value far from the Go version is none that the linker set', () => {
  const far = Buffer.concat([linked(), Buffer.alloc(20_000), Buffer.from('\x001.18.0\0', 'latin1')]);
  expect(goProgramVersion(vault, 'go1.21.5', far)).toBeUndefined();
});

test.each([
  ['github.com/hashicorp/vault', 'github.com/hashicorp/vault'],
  ['github.com/caddyserver/caddy/v2/cmd/caddy', 'github.com/caddyserver/caddy/v2'],
  ['helm.sh/helm/v3/cmd/helm', 'helm.sh/helm/v3'],
  ['github.com/hashicorp/vaultlike', undefined],
])('knownGoModule(%s)', (importPath, module) => {
  expect(knownGoModule(importPath)).toBe(module);
});

test.each([
  ['usr/local/bin/consul', 'github.com/hashicorp/consul'],
  ['usr/bin/dockerd', 'github.com/docker/docker'],
  ['usr/bin/consul-template', undefined],
])('goModuleAtPath(%s)', (path, module) => {
  expect(goModuleAtPath(path)).toBe(module);
});
