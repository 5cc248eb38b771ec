import { expect, test } from 'vitest';
import { isInInstalledTree } from './installed-tree.ts';

test.each([
  ['app/node_modules/react-native/Gemfile.lock', true],
  ['node_modules/a/package-lock.json', true],
  ['opt/venv/lib/python3.11/site-packages/jupyterlab/staging/yarn.lock', true],
  ['usr/lib/python3/dist-packages/x/requirements.txt', true],
  ['root/go/pkg/mod/golang.org/x/text@v0.3.7/go.mod', true],
  ['root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/ring-0.17.8/Cargo.lock', true],
  ['usr/local/cargo/registry/src/github.com-1ecc6299db9ec823/ring-0.16.0/Cargo.lock', true],
  ['usr/lib/ruby/gems/3.1.0/gems/rails-7.0.4/Gemfile.lock', true],
  ['app/vendor/bundle/ruby/3.1.0/gems/rails-7.0.4/Gemfile.lock', true],
  ['app/vendor/symfony/console/composer.lock', true],
  ['app/vendor/composer.lock', false],
  ['src/vendor/tool/sub/package-lock.json', false],
  ['app/package-lock.json', false],
  ['my_node_modules/package-lock.json', false],
  ['gems/Gemfile.lock', false],
  ['src/pkg/mod.go/go.mod', false],
])('%s', (path, expected) => {
  expect(isInInstalledTree(path)).toBe(expected);
});
