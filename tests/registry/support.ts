import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import type { FileVisitor, ImageIdentity, ImageSource, Platform } from '@pratique/model';
import { type BuiltImage, buildImage, buildLayer } from '@pratique/oci';
import type { MemoryRegistry } from '@pratique/testkit';
import { afterEach } from 'vitest';

/** Bytes that compression does not shorten, the same in every run. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** Content of `opt/noise` of the sample. */
export const sampleNoise = noise(400_000);

/** An image of two layers; the first is larger than what one read of a socket gives. */
export function sampleImage(platform?: Platform): BuiltImage {
  return buildImage({
    layers: [
      buildLayer([{ path: 'opt/noise', content: sampleNoise }]),
      buildLayer([{ path: 'etc/os-release', content: `ID=sample\nVARIANT=${platform?.architecture ?? ''}\n` }]),
    ],
    ...(platform && { platform }),
  });
}

/** Puts an image into a registry without asking it. */
export function fill(registry: MemoryRegistry, image: BuiltImage, repository = 'app', tag: string | undefined = '1') {
  for (const blob of [...image.layers, image.config]) registry.addBlob(blob.bytes);
  return registry.addManifest(repository, image.manifest.bytes, image.manifest.mediaType, tag);
}

/** What reading an image to its end gave. */
export interface ReadImage {
  readonly identity: ImageIdentity | undefined;
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** Opens an image, reads every layer, closes it. */
export async function readImage(source: ImageSource, platform?: Platform): Promise<ReadImage> {
  const contents = new Map<string, Buffer>();
  const visitor: FileVisitor = {
    entry({ path }) {
      const chunks: Buffer[] = [];
      return {
        write: (chunk) => void chunks.push(Buffer.from(chunk)),
        end: () => void contents.set(path, Buffer.concat(chunks)),
        abort: () => undefined,
      };
    },
  };
  const image = await source.open(platform && { platform });
  try {
    await Promise.all(image.layers.map((layer) => layer.read(visitor)));
    return { identity: image.identity, contents };
  } finally {
    await image.close();
  }
}

/** Waits that a source wanted, none of which happened. */
export interface RecordedWaits {
  readonly waits: number[];
  readonly retry: { readonly wait: (milliseconds: number) => Promise<void> };
}

/** Takes the time out of retries. */
export function recordWaits(): RecordedWaits {
  const waits: number[] = [];
  return { waits, retry: { wait: async (milliseconds) => void waits.push(milliseconds) } };
}

const folders: string[] = [];

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-registry-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** An environment of its own: an empty home, and the files that are given by their path in it. */
export function environment(files: Readonly<Record<string, unknown>> = {}): NodeJS.ProcessEnv {
  const home = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    const full = join(home, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o700 });
  }
  return { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
}

/** A Docker configuration with the login for a registry. */
export function dockerLogin(registry: string, user: string, password: string): Readonly<Record<string, unknown>> {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  return { '.docker/config.json': { auths: { [registry]: { auth } } } };
}

/** All that an error says to whoever looks at it: message, fields, causes. */
export function everythingOf(error: unknown): string {
  const texts: string[] = [];
  for (let current = error; current !== undefined && texts.length < 40; current = (current as Error).cause)
    texts.push(String((current as Error).message), inspect(current, { depth: 8 }), JSON.stringify(current) ?? '');
  return texts.join('\n');
}

/** The error of a promise that must reject. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it succeeded');
}

/** Whether a program is on this machine, and a title that says so where it is not. */
export function isInstalled(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A key and a certificate that vouches for itself, made by openssl. */
export function selfSigned(name: string, folder = temporaryFolder()) {
  const [keyPath, certPath] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...request, ...subject, '-keyout', keyPath, '-out', certPath], { stdio: 'ignore' });
  return { keyPath, certPath, key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certPath, 'utf8') };
}

afterEach(removeFolders);
