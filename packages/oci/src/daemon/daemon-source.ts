import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { defaultLimits, type Limits, PratiqueError, reasonOf } from '@pratique/foundation';
import type { ImageSource, OpenImage } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { type DaemonAddress, findDaemons } from './daemon-address.ts';
import { askDaemon, diagnoseDaemon } from './daemon-client.ts';

/** How images of a container engine are read. */
export interface DaemonOptions {
  readonly limits?: Limits;
  /** Where `DOCKER_HOST` and the user's sockets are looked up. Default: the process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** An engine from which nothing arrives for so many milliseconds is stuck. Default: ten minutes. */
  readonly stallTimeout?: number;
}

/** Opens the archive that the engine wrote. */
export type OpenArchive = (path: string) => ImageSource;

const STALL_TIMEOUT = 600_000;
/** Names that the engine's API takes: references and image ids. Kept from leading to other paths of the API. */
const imageName = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[A-Za-z0-9[][A-Za-z0-9._:/@[\]-]{0,511}$/;

type Request = Required<Pick<DaemonOptions, 'limits' | 'stallTimeout'>> & { readonly signal?: AbortSignal };

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

async function exportImage(daemon: DaemonAddress, name: string, path: string, request: Request): Promise<void> {
  const { limits, stallTimeout, signal } = request;
  try {
    const answer = await askDaemon(daemon, `/images/${encodeURI(name)}/get`, stallTimeout, signal);
    if (answer.statusCode !== 200) {
      const why = `the engine at ${daemon.name} answered ${answer.statusCode}${await diagnoseDaemon(answer)}`;
      const code = answer.statusCode === 404 ? 'oci/image-not-found' : 'oci/daemon-unavailable';
      throw ociErrors.create(code, { attempted: 'export the image', on: name, why });
    }
    await pipeline(bounded(answer, limits.layerBytes, name), createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof PratiqueError) throw cause;
    const why = `the engine at ${daemon.name}: ${reasonOf(cause)}`;
    throw ociErrors.create('oci/daemon-unavailable', { attempted: 'export the image', on: name, why, cause });
  }
}

/** Asks one engine after the other. Where none has the image, that one has it not is more telling than that one is away. */
async function exportFromAny(name: string, path: string, env: NodeJS.ProcessEnv, request: Request): Promise<void> {
  const failures: PratiqueError[] = [];
  for (const daemon of findDaemons(env)) {
    try {
      return await exportImage(daemon, name, path, request);
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      failures.push(error);
    }
  }
  throw failures.find(({ code }) => code === 'oci/image-not-found') ?? failures[0];
}

/** An error about the archive, told of the image: the user knows nothing of the temporary file. */
function aboutImage(error: unknown, path: string, target: string): unknown {
  if (!(error instanceof PratiqueError) || !Object.hasOwn(ociErrors.definitions, error.code)) return error;
  const { attempted, on, why } = error.facts;
  const code = error.code as keyof typeof ociErrors.definitions;
  const told = { attempted, on: on.replaceAll(path, target), why: why.replaceAll(path, target) };
  return ociErrors.create(code, { ...told, cause: error.cause });
}

/**
 * An image of a Docker or Podman engine. The engine exports it as an archive, which is kept in a private temporary folder
 * until the image is closed: its index comes last, so it cannot be read as it arrives.
 */
export function daemonSource(target: string, openArchive: OpenArchive, options: DaemonOptions = {}): ImageSource {
  const name = target.replace(/^docker-daemon:/, '');
  const { env = process.env, limits = defaultLimits, stallTimeout = STALL_TIMEOUT } = options;
  return {
    kind: 'docker-daemon',
    target,
    async open(request = {}): Promise<OpenImage> {
      const { signal } = request;
      signal?.throwIfAborted();
      if (!imageName.test(name)) {
        const why = 'it is no name and no id of an image';
        throw ociErrors.create('oci/reference-invalid', {
          attempted: 'read the image reference',
          on: name.slice(0, 200),
          why,
        });
      }
      const folder = await mkdtemp(join(tmpdir(), 'pratique-'));
      const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
      const path = join(folder, 'image.tar');
      try {
        await exportFromAny(name, path, env, { limits, stallTimeout, ...(signal && { signal }) });
        const image = await openArchive(path).open(request);
        return { ...image, close: () => image.close().finally(remove) };
      } catch (error) {
        await remove();
        throw aboutImage(error, path, target);
      }
    },
  };
}
