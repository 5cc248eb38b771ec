import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '@pratique/foundation';
import { ociErrors } from '../../errors.ts';
import { Credentials } from './credentials.ts';
import { askHelper } from './helper.ts';

const MAX_BYTES = 4 * 1024 * 1024;
/** Key under which Docker keeps the default registry's credentials. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/** The files that Podman (containers-auth.json(5)) and Docker keep credentials in, in the order in which they are asked. */
function credentialFiles(env: NodeJS.ProcessEnv): string[] {
  const home = env['HOME'] || homedir();
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  return [
    env['REGISTRY_AUTH_FILE'],
    env['XDG_RUNTIME_DIR'] && join(env['XDG_RUNTIME_DIR'], 'containers/auth.json'),
    join(config, 'containers/auth.json'),
    join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json'),
  ].filter((path): path is string => Boolean(path));
}

interface CredentialFile {
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore: string | undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

async function readCredentialFile(path: string): Promise<CredentialFile | undefined> {
  let bytes;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw ociErrors.create('oci/credentials-unusable', {
      attempted: 'read the credentials',
      on: path,
      why: reasonOf(cause),
      cause,
    });
  }
  try {
    if (bytes.length > MAX_BYTES) throw new Error('too large');
    const file = record(JSON.parse(bytes.toString('utf8')));
    const store = file['credsStore'];
    return {
      auths: record(file['auths']),
      credHelpers: record(file['credHelpers']),
      credsStore: typeof store === 'string' && store !== '' ? store : undefined,
    };
  } catch {
    // The parser's message would quote the file, which holds secrets.
    throw ociErrors.create('oci/credentials-unusable', {
      attempted: 'read the credentials',
      on: path,
      why: 'it is not JSON',
    });
  }
}

/** Keys that may name a repository, most specific first: `host/a/b`, `host/a`, `host`, then Docker's old forms. */
function keysFor(registry: string, repository: string): string[] {
  const segments = repository.split('/');
  const paths = segments.map((_, i) => `${registry}/${segments.slice(0, segments.length - i).join('/')}`);
  const hosts = [
    registry,
    `https://${registry}`,
    `https://${registry}/`,
    `https://${registry}/v1/`,
    `https://${registry}/v2/`,
  ];
  return registry === 'docker.io' ? [...paths, ...hosts, DOCKER_HUB_KEY, 'index.docker.io'] : [...paths, ...hosts];
}

function decode(entry: unknown): Credentials | undefined {
  const { auth, identitytoken, username, password } = record(entry);
  const token = typeof identitytoken === 'string' && identitytoken !== '' ? identitytoken : undefined;
  if (typeof auth === 'string' && auth !== '') {
    const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = text.indexOf(':');
    if (colon > 0) return new Credentials(text.slice(0, colon), text.slice(colon + 1), token);
  }
  if (typeof username === 'string' && typeof password === 'string') return new Credentials(username, password, token);
  return token ? new Credentials('', '', token) : undefined;
}

/** Who is asked, and under which keys its credentials may stand. */
interface Wanted {
  readonly registry: string;
  readonly keys: readonly string[];
}

async function fromFile(
  file: CredentialFile,
  { registry, keys }: Wanted,
  env: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  for (const key of keys) {
    const helper = file.credHelpers[key];
    if (typeof helper === 'string') return askHelper(helper, key, env);
  }
  for (const key of keys) {
    const found = Object.hasOwn(file.auths, key) ? decode(file.auths[key]) : undefined;
    if (found) return found;
  }
  if (!file.credsStore) return undefined;
  const listed = keys.find((key) => Object.hasOwn(file.auths, key));
  return askHelper(file.credsStore, listed ?? (registry === 'docker.io' ? DOCKER_HUB_KEY : registry), env);
}

/**
 * The credentials that the user's Docker or Podman login left for a repository; undefined: ask anonymously.
 * @throws PratiqueError `oci/credentials-unusable` where a file or helper is there and cannot be used
 */
export async function findCredentials(
  registry: string,
  repository: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | undefined> {
  const wanted = { registry, keys: keysFor(registry, repository) };
  for (const path of credentialFiles(env)) {
    const file = await readCredentialFile(path);
    const found = file && (await fromFile(file, wanted, env));
    if (found) return found;
  }
  return undefined;
}
