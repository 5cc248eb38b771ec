import { join } from 'node:path';
import type { FileEntry } from '@pratique/model';
import { createImageSource } from '@pratique/oci';
import { describeWithTestData } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { takeInventory } from './inventory.ts';
import { programKind } from './notable-program-names.ts';
import { notablePrograms } from './notable-programs.ts';

function file(path: string, mode = 0o755): FileEntry {
  return { path, type: 'file', size: 1, mode, uid: 0, gid: 0 };
}

function link(path: string, linkTarget: string): FileEntry {
  return { path, type: 'symlink', size: 0, mode: 0o777, uid: 0, gid: 0, linkTarget };
}

function found(...entries: FileEntry[]): string[] {
  const files = entries.map((entry) => ({ entry, layer: 0 }));
  return notablePrograms(files, () => undefined).programs.map(({ kind, path }) => `${kind} ${path}`);
}

describe('names', () => {
  test.each([
    ['sh', 'shell'], ['busybox', 'shell'], ['apt-get', 'package-manager'], ['apk', 'package-manager'], ['pip3.12', 'package-manager'],
    ['gcc', 'compiler'], ['x86_64-linux-gnu-g++-12', 'compiler'], ['clang-18', 'compiler'], ['aarch64-linux-gnu-gcc-13.2', 'compiler'],
    ['go', 'compiler'], ['sshd', 'ssh-server'], ['curl', 'downloader'], ['ncat', 'network-tool'], ['gdb', 'debugger'], ['kubectl', 'container-tool'],
    ['node', undefined], ['gcc-ar', undefined], ['ssh', undefined], ['constructor', undefined], ['__proto__', undefined], ['bash5', undefined],
  ])('%s', (name, kind) => expect(programKind(name)).toBe(kind)); // prettier-ignore
});

test('programs in the folders that programs are started from, by path', () => {
  expect(
    found(
      file('usr/local/bin/kubectl'),
      file('usr/bin/curl'),
      file('bin/sh'),
      file('curl'),
      file('usr/share/doc/curl'),
    ),
  ).toEqual(['shell bin/sh', 'downloader curl', 'downloader usr/bin/curl', 'container-tool usr/local/bin/kubectl']);
});

test('what cannot be executed is no program', () => {
  expect(found(file('usr/bin/curl', 0o644), { ...file('usr/bin/gdb'), type: 'directory' })).toEqual([]);
});

test('setuid and setgid programs wherever they stand', () => {
  expect(
    found(
      file('opt/app/helper', 0o4755),
      file('usr/bin/su', 0o6755),
      file('var/lock', 0o2644),
      { ...file('usr/bin/sudo', 0o4111), type: 'hardlink', linkTarget: 'x' },
      { ...file('var/mail', 0o2775), type: 'directory' },
      { ...link('usr/bin/x', 'su'), mode: 0o4777 },
    ),
  ).toEqual(['setuid opt/app/helper', 'setuid usr/bin/su', 'setgid usr/bin/su', 'setuid usr/bin/sudo']);
});

describe('links', () => {
  test.each([
    ['to a program beside it', [link('bin/sh', 'busybox'), file('bin/busybox')], true],
    ['by the root', [link('bin/sh', '/bin/busybox'), file('bin/busybox')], true],
    ['by way of alternatives', [link('usr/bin/nc', '/etc/alternatives/nc'), link('etc/alternatives/nc', '/bin/nc.openbsd'), link('bin', 'usr/bin'), file('usr/bin/nc.openbsd')], true],
    ['to a program elsewhere that is not there', [link('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js')], false],
    ['to a folder that no program is started from', [link('usr/local/bin/npm', '../lib/npm/npm-cli.js')], true],
    ['to what was removed', [link('bin/sh', 'busybox')], false],
    ['to itself', [link('bin/sh', 'sh')], false],
    ['out of the root', [link('bin/sh', '../../../bin/busybox'), file('bin/busybox')], true],
    ['over folders in a circle', [link('bin', 'sbin'), link('sbin', 'bin'), link('usr/bin/sh', '/bin/sh')], false],
  ])('%s', (_, entries, there) => {
    const names = found(...entries).filter((one) => /\/(?:sh|nc|npm)$/.test(one));
    expect(names.length > 0).toBe(there);
  }); // prettier-ignore
});

test('the owner is told where distributions put programs', () => {
  const files = [file('usr/bin/curl'), file('opt/bin/curl')].map((entry) => ({ entry, layer: 0 }));
  const { programs } = notablePrograms(files, () => 'pkg:deb/debian/curl@8');
  expect(programs).toEqual([
    { path: 'opt/bin/curl', kind: 'downloader', mode: 0o755 },
    { path: 'usr/bin/curl', kind: 'downloader', mode: 0o755, owner: 'pkg:deb/debian/curl@8' },
  ]);
});

test('beyond a bound programs are counted', () => {
  const files = Array.from({ length: 600 }, (_, i) => ({ entry: file(`a${i}/bin/sh`), layer: 0 }));
  const { programs, unknowns } = notablePrograms(files, () => undefined);
  expect(programs).toHaveLength(500);
  expect(unknowns).toMatchObject([{ code: 'too-large', reason: '100 programs beyond the 500 that are listed' }]);
});

describeWithTestData('programs of real images', (folder) => {
  async function programsOf(target: string): Promise<string[]> {
    const image = await createImageSource(target).open();
    try {
      const { sbom } = await takeInventory(image, { name: target, kind: 'image' });
      return (sbom.programs ?? []).map(({ kind, path }) => `${kind} ${path}`);
    } finally {
      await image.close();
    }
  }

  test('Alpine: all is busybox but its package manager', async () => {
    expect(await programsOf(`oci-archive:${join(folder, 'images/alpine-3.18.oci.tar')}`)).toEqual([
      'shell bin/ash',
      'shell bin/busybox',
      'shell bin/sh',
      'package-manager sbin/apk',
      'network-tool usr/bin/nc',
      'downloader usr/bin/wget',
    ]);
  });

  test('Debian: setuid programs of its base', async () => {
    const programs = await programsOf(`oci-archive:${join(folder, 'images/debian-12-family.oci.tar')}:bookworm-slim`);
    expect(programs).toEqual(
      expect.arrayContaining(['setuid usr/bin/passwd', 'setgid usr/bin/chage', 'shell usr/bin/sh']),
    );
    expect(programs).toEqual(
      expect.arrayContaining(['package-manager usr/bin/apt-get', 'package-manager usr/bin/dpkg']),
    );
    expect(programs.filter((one) => one.startsWith('setuid'))).toHaveLength(8);
  });

  test('distroless: none', async () => {
    const target = `oci-archive:${join(folder, 'images/distroless-go.oci.tar')}:lefthook-1.6.1`;
    expect(await programsOf(target)).toEqual([]);
  });
});
