import { expect, test } from 'vitest';
import { parseApkRepositories } from './apk-repositories.ts';

const main = 'https://dl-cdn.alpinelinux.org/alpine';

test.each([
  [`${main}/v3.18/main\n${main}/v3.18/community\n`, '3.18'],
  ['ftp://dl-3.alpinelinux.org/alpine/v2.6/main', '2.6'],
  ['https://artifacts.example.com/artifactory/alpine-remote/v3.17/main/', '3.17'],
  [`${main}/v3.10/main\n\n${main}/v3.9/main`, '3.10'],
  [`${main}/v3.18/main\n${main}/edge/main`, 'edge'],
  [`${main}/v3.18/main\n@edge ${main}/edge/main\n#${main}/edge/main`, '3.18'],
  ['/home/builder/v3.18/main\n', '3.18'],
  [`${main}/latest-stable/main`, undefined],
  ['https://packages.wolfi.dev/os', undefined],
  ['https://distfiles.adelielinux.org/adelie/1.0-beta4/system/', undefined],
  ['', undefined],
])('%j: %s', (text, expected) => {
  expect(parseApkRepositories(text)?.versionId).toBe(expected);
});
