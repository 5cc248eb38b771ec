import { createReadStream, existsSync, statfsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePurl } from '@pratique/model';
import { describeWithTestData, startMemoryRegistry } from '@pratique/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from './program.ts';
import { unpackArchive, unpackLayer } from './unpack.ts';

interface Component {
  readonly type: string;
  readonly purl?: string;
}

/** A machine of more files than this is not read in a test: one of 500,000 takes minutes. */
const MAX_HOST_FILES = 150_000;

function whyNotHost(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (!existsSync('/var/lib/dpkg/status')) return 'no dpkg on this machine';
  if (process.env['PRATIQUE_TEST_HOST'] === '1') return undefined;
  const { files, ffree } = statfsSync('/');
  return files - ffree > MAX_HOST_FILES
    ? `${files - ffree} files; set PRATIQUE_TEST_HOST=1 to read them all`
    : undefined;
}

describeWithTestData('pratique sbom TARGET', (folder) => {
  let temporary: string;
  const image = (name: string): string => join(folder, 'images', name);
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'pratique-targets-'));
  });
  afterAll(() => rm(temporary, { recursive: true, force: true }));

  let written = 0;

  /** Purls by type in the SBOM that the program writes for a target, beside what programs are by their bytes. */
  async function sbom(target: string, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    const path = join(temporary, `${written++}.cdx.json`);
    const run = await runProgram(
      join(temporary, 'data'),
      ['sbom', target, '-o', path, '--format', 'cyclonedx', ...words],
      env,
    );
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    const { components }: { components: readonly Component[] } = JSON.parse(await readFile(path, 'utf8'));
    const types: Record<string, number> = {};
    for (const { purl } of components) {
      const type = purl === undefined ? 'none' : (parsePurl(purl)?.type ?? 'malformed');
      if (type !== 'generic') types[type] = (types[type] ?? 0) + 1;
    }
    const purls = components.flatMap(({ purl }) => purl ?? []).sort();
    return { path, purls, types };
  }

  /** Components of type operating-system carry no purl. */
  const os = { none: 1 };

  test('oci-archive:FILE', async () => {
    expect((await sbom(`oci-archive:${image('alpine-3.18.oci.tar')}`)).types).toEqual({ apk: 15, ...os });
  });

  test('oci-archive:FILE of several images lists them and asks for one', async () => {
    const run = await runProgram(join(temporary, 'data'), ['sbom', `oci-archive:${image('debian-12-family.oci.tar')}`]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('bookworm-slim');
    expect(run.stderr).toContain('reports-api-1.0');
  });

  test('oci-archive:FILE:REF', async () => {
    const { types } = await sbom(`oci-archive:${image('debian-12-family.oci.tar')}:reports-api-1.0`);
    expect(types).toEqual({ deb: 129, pypi: 21, ...os });
  });

  test('oci-archive:FILE with --platform', async () => {
    const target = `oci-archive:${image('alpine-3.20-multiarch.oci.tar')}`;
    const { purls, types } = await sbom(target, ['--platform', 'linux/arm64']);
    expect(types).toEqual({ apk: 14, ...os });
    expect(purls).toContain('pkg:apk/alpine/musl@1.2.5-r0?arch=aarch64&distro=alpine-3.20.3');
  });

  test('docker-archive:FILE, docker-archive:FILE:REF and the bare file', async () => {
    const path = image('alpine-3.18-apkdel.docker.tar');
    const plain = await sbom(`docker-archive:${path}`);
    expect(plain.types).toEqual({ apk: 12, ...os });
    expect((await sbom(`docker-archive:${path}:example/alpine-apkdel:1`)).purls).toEqual(plain.purls);
    expect((await sbom(path)).purls).toEqual(plain.purls);
  });

  test('oci-dir:DIR:REF', async () => {
    const layout = await unpackArchive(folder, 'distroless-go.oci.tar', join(temporary, 'distroless'));
    expect((await sbom(`oci-dir:${layout}:base`)).types).toEqual({ deb: 6, ...os });
    expect((await sbom(`oci-dir:${layout}:lefthook-1.6.1`)).types).toEqual({ deb: 6, golang: 34, ...os });
  });

  test('rootfs:DIR and dir:DIR of an unpacked root file system', async () => {
    const layout = await unpackArchive(folder, 'alpine-3.20-multiarch.oci.tar', join(temporary, 'alpine'));
    const root = await unpackLayer(layout, 'd4e6fd67dcf7', join(temporary, 'alpine-root'));
    const rootfs = await sbom(`rootfs:${root}`);
    expect(rootfs.types).toEqual({ apk: 14, ...os });
    const archive = await sbom(`oci-archive:${image('alpine-3.20-multiarch.oci.tar')}`, ['--platform', 'linux/amd64']);
    expect(rootfs.purls).toEqual(archive.purls);
    expect((await sbom(`dir:${root}`)).purls).toEqual(archive.purls);
  });

  test('dir:DIR of a source tree reads its lockfiles', async () => {
    const layout = await unpackArchive(folder, 'lockfiles.oci.tar', join(temporary, 'lockfiles'));
    const tree = await unpackLayer(layout, 'c09e1be4cad', join(temporary, 'tree'));
    const { types, purls } = await sbom(`dir:${tree}`);
    expect(types).toMatchObject({ golang: 205, cargo: 1425, hex: 17, gem: 52, nuget: 51, conan: 7, composer: 4 });
    const asked = await sbom(`oci-archive:${image('lockfiles.oci.tar')}`, ['--lockfiles']);
    expect(purls).toEqual(asked.purls);
  });

  test('sbom:FILE of our own in both formats', async () => {
    const target = `oci-archive:${image('polyglot-app.oci.tar')}`;
    const { path, purls } = await sbom(target);
    expect((await sbom(`sbom:${path}`)).purls).toEqual(purls);
    const spdx = join(temporary, 'polyglot.spdx.json');
    expect(await runProgram(join(temporary, 'data'), ['sbom', target, '-o', spdx])).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect((await sbom(`sbom:${spdx}`)).purls).toEqual(purls);
  });

  test('a reference in a registry', async () => {
    const layout = await unpackArchive(folder, 'alpine-3.20-zstd.oci.tar', join(temporary, 'zstd'));
    const blob = (digest: string): Promise<Buffer> => readFile(join(layout, 'blobs', digest.replace(':', '/')));
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    const descriptor: { digest: string; mediaType: string } = index.manifests[0];
    const manifest = await blob(descriptor.digest);
    const { config, layers }: { config: { digest: string }; layers: { digest: string }[] } = JSON.parse(
      String(manifest),
    );
    const registry = await startMemoryRegistry();
    try {
      for (const { digest } of [config, ...layers]) registry.addBlob(await blob(digest));
      registry.addManifest('team/app', manifest, descriptor.mediaType, '1');
      const { types } = await sbom(`${registry.host}/team/app:1`, ['--insecure-registry', registry.host]);
      expect(types).toEqual({ apk: 14, ...os });
    } finally {
      await registry.close();
    }
  });

  test.skipIf(process.platform === 'win32')('docker-daemon:NAME', async () => {
    const engine = createServer((request, response) => {
      if (request.url?.endsWith('/images/example/alpine-apkdel:1/get'))
        createReadStream(image('alpine-3.18-apkdel.docker.tar')).pipe(response);
      else response.writeHead(404).end('{"message":"no such image"}');
    });
    const socket = join(temporary, 'docker.sock');
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    try {
      const env = { DOCKER_HOST: `unix://${socket}` };
      expect((await sbom('docker-daemon:example/alpine-apkdel:1', [], env)).types).toEqual({ apk: 12, ...os });
    } finally {
      await new Promise((resolve) => engine.close(resolve));
    }
  });

  const skipped = whyNotHost();
  test.skipIf(skipped !== undefined)(
    `host:${skipped ? ` (skipped: ${skipped})` : ''}`,
    { timeout: 900_000 },
    async () => {
      const { purls } = await sbom('host:');
      expect(purls.some((purl) => purl.startsWith('pkg:deb/') && purl.includes('/dpkg@'))).toBe(true);
    },
  );
});
