import { PratiqueError } from '@pratique/foundation';
import type { Credentials } from './credentials.ts';
import { type CredentialFile, credentialPlaces, readCredentialFile, readEntry } from './files.ts';
import { askHelper } from './helper.ts';
import { findKey, type Wanted, wantedFor } from './keys.ts';

/** What was found. A problem is worth telling only where the registry refuses to answer without credentials. */
export interface FoundCredentials {
  readonly credentials?: Credentials;
  /** A file or helper that is there and cannot be used. */
  readonly problem?: PratiqueError;
}

type Origin = () => Credentials | undefined | Promise<Credentials | undefined>;

/** The ways in which a file can lead to credentials: a helper of the registry, the helper of all, the file itself. */
function originsOf(file: CredentialFile, wanted: Wanted, env: NodeJS.ProcessEnv, signal?: AbortSignal): Origin[] {
  const listed = findKey(file.auths, wanted);
  const origins: Origin[] = [];
  const helped = wanted.keys.find((key) => Object.hasOwn(file.credHelpers, key));
  const helper = helped === undefined ? undefined : file.credHelpers[helped];
  const { credsStore } = file;
  if (helped !== undefined && typeof helper === 'string') origins.push(() => askHelper(helper, helped, env, signal));
  else if (credsStore) origins.push(() => askHelper(credsStore, listed ?? wanted.server, env, signal));
  if (listed !== undefined) origins.push(() => readEntry(file, listed));
  return origins;
}

/** The credentials that the user's Docker or Podman login left for a repository; none: ask anonymously. */
export async function findCredentials(
  registry: string,
  repository: string,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<FoundCredentials> {
  const wanted = wantedFor(registry, repository);
  let problem: PratiqueError | undefined;
  const attempt = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PratiqueError)) throw error;
      problem ??= error;
      return undefined;
    }
  };
  for (const place of credentialPlaces(env)) {
    const file = await attempt(() => readCredentialFile(place));
    for (const origin of file ? originsOf(file, wanted, env, signal) : []) {
      const credentials = await attempt(origin);
      if (credentials) return { credentials };
    }
  }
  return problem ? { problem } : {};
}
