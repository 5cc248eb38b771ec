import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { defaultLimits, type Limits, PratiqueError, reasonOf } from '@pratique/foundation';
import type { ImageSource, OpenImage } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { askDaemon, type DaemonAddress, findDaemon } from './daemon-socket.ts';

/** How images of a container engine are read. */
export interface DaemonOptions {
  readonly limits?: Limits;
  /** Where `DOCKER_HOST` and the user's sockets are looked up. Default: the process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Opens the archive that the engine wrote. */
export type OpenArchive = (path: string) => ImageSource;

/** Names that the engine's API takes: references and image ids. Kept from leading to other paths of the API. */
const imageName = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}$/;
const MAX_DIAGNOSIS = 4096;

async function diagnose(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_DIAGNOSIS) break;
  }
  try {
    const { message, cause } = JSON.parse(text) as Record<string, unknown>;
    return String(message ?? cause ?? '').slice(0, 200);
  } catch {
    return '';
  }
}

/** Counts what passes and stops beyond a bound. */
async function* bounded(chunks: AsyncIterable<Buffer>, limit: number, name: string): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.length;
    if (read > limit) {
      const why = `the engine sends more than ${limit} bytes`;
      throw ociErrors.create('oci/limit-exceeded', { attempted: 'export the image', on: name, why });
    }
    yield chunk;
  }
}

async function exportImage(daemon: DaemonAddress, name: string, path: string, limits: Limits, signal?: AbortSignal) {
  const answer = await askDaemon(daemon, `/images/${encodeURI(name)}/get`, signal);
  if (answer.statusCode !== 200) {
    const why = `the engine at ${daemon.name} answered ${answer.statusCode}: ${await diagnose(answer)}`;
    const code = answer.statusCode === 404 ? 'oci/image-not-found' : 'oci/daemon-unavailable';
    throw ociErrors.create(code, { attempted: 'export the image', on: name, why });
  }
  await pipeline(bounded(answer, limits.layerBytes, name), createWriteStream(path, { mode: 0o600 }), { signal });
}

/**
 * An image of a Docker or Podman engine. The engine exports it as an archive, which is kept in a private temporary folder
 * until the image is closed: its index comes last, so it cannot be read as it arrives.
 */
export function daemonSource(target: string, openArchive: OpenArchive, options: DaemonOptions = {}): ImageSource {
  const name = target.replace(/^docker-daemon:/, '');
  return {
    kind: 'docker-daemon',
    target,
    async open(request = {}): Promise<OpenImage> {
      if (!imageName.test(name)) {
        throw ociErrors.create('oci/reference-invalid', {
          attempted: 'read the image reference',
          on: name,
          why: 'it is none',
        });
      }
      const daemon = findDaemon(options.env ?? process.env);
      const folder = await mkdtemp(join(tmpdir(), 'pratique-'));
      const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
      try {
        const path = join(folder, 'image.tar');
        await exportImage(daemon, name, path, options.limits ?? defaultLimits, request.signal);
        const image = await openArchive(path).open(request);
        return { ...image, close: () => image.close().finally(remove) };
      } catch (cause) {
        await remove();
        if (cause instanceof PratiqueError) throw cause;
        const facts = { attempted: 'export the image', on: name, why: reasonOf(cause), cause };
        throw ociErrors.create('oci/daemon-unavailable', facts);
      }
    },
  };
}
