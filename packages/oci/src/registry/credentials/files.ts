import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PratiqueError, reasonOf } from '@pratique/foundation';
import { ociErrors } from '../../errors.ts';
import { Credentials } from './credentials.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** What a credential file of Docker or Podman says. */
export interface CredentialFile {
  readonly path: string;
  readonly auths: Readonly<Record<string, unknown>>;
  /** Registry → suffix of the program that keeps its credentials. */
  readonly credHelpers: Readonly<Record<string, unknown>>;
  /** Suffix of the program that keeps all credentials. */
  readonly credsStore: string | undefined;
}

interface FilePlace {
  readonly path: string;
  /** `.dockercfg`: the entries alone. */
  readonly legacy?: boolean;
}

/**
 * Where credentials are kept, in the order in which they are asked: what the environment names comes before what is usual
 * (containers-auth.json(5); docker, "Configuration files"). `REGISTRY_AUTH_FILE` is the only one where it is set.
 */
export function credentialPlaces(env: NodeJS.ProcessEnv): readonly FilePlace[] {
  if (env['REGISTRY_AUTH_FILE']) return [{ path: env['REGISTRY_AUTH_FILE'] }];
  const home = env['HOME'] || homedir();
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const runtime = env['XDG_RUNTIME_DIR'] || `/run/containers/${process.getuid?.() ?? 0}`;
  const podman = [
    join(runtime, env['XDG_RUNTIME_DIR'] ? 'containers/auth.json' : 'auth.json'),
    join(config, 'containers/auth.json'),
  ];
  const docker = join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json');
  const paths = env['DOCKER_CONFIG'] ? [docker, ...podman] : [...podman, docker];
  return [...paths.map((path) => ({ path })), { path: join(home, '.dockercfg'), legacy: true }];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function unusable(on: string, why: string, cause?: unknown): Error {
  return ociErrors.create('oci/credentials-unusable', { attempted: 'read the credentials', on, why, cause });
}

/**
 * Reads the bytes of a credential file.
 * @throws PratiqueError `oci/credentials-unusable`
 */
export function parseCredentialFile(bytes: Buffer, { path, legacy }: FilePlace): CredentialFile {
  if (bytes.length > MAX_BYTES) throw unusable(path, `it has more than ${MAX_BYTES} bytes`);
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message would quote the file, which holds secrets.
    throw unusable(path, 'it is not JSON');
  }
  const fields = record(document);
  const store = fields['credsStore'];
  return {
    path,
    auths: legacy ? fields : record(fields['auths']),
    credHelpers: record(fields['credHelpers']),
    credsStore: typeof store === 'string' && store !== '' ? store : undefined,
  };
}

/**
 * Reads a credential file; undefined where there is none.
 * @throws PratiqueError `oci/credentials-unusable`
 */
export async function readCredentialFile(place: FilePlace): Promise<CredentialFile | undefined> {
  try {
    return parseCredentialFile(await readFile(place.path), place);
  } catch (cause) {
    if (cause instanceof PratiqueError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unusable(place.path, reasonOf(cause), cause);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Reads an entry of `auths`; undefined where it is empty, as it is where a credential helper has the rest.
 * @throws PratiqueError `oci/credentials-unusable` where it holds something, but nothing that can be used
 */
export function readEntry(file: CredentialFile, key: string): Credentials | undefined {
  const entry = record(file.auths[key]);
  const identityToken = text(entry['identitytoken']);
  const registryToken = text(entry['registrytoken']);
  const tokens = { ...(identityToken && { identityToken }), ...(registryToken && { registryToken }) };
  const auth = text(entry['auth']);
  const decoded = auth && Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded?.indexOf(':') ?? -1;
  if (decoded !== undefined && colon > 0) {
    const password = decoded.slice(colon + 1);
    // Beside a token, Docker leaves a user without a password.
    const isWhole = password !== '' || !identityToken;
    return new Credentials({ ...tokens, ...(isWhole && { user: decoded.slice(0, colon), password }) });
  }
  const user = text(entry['username']);
  const password = text(entry['password']);
  if (user && password) return new Credentials({ user, password, ...tokens });
  if (identityToken || registryToken) return new Credentials(tokens);
  if (auth) throw unusable(file.path, `its entry for ${JSON.stringify(key)} is not user and password`);
  return undefined;
}
