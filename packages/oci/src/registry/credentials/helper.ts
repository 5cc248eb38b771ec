import { spawn } from 'node:child_process';
import { type PratiqueError, reasonOf } from '@pratique/foundation';
import { ociErrors } from '../../errors.ts';
import { Credentials } from './credentials.ts';

/** A helper that talks to a key ring may ask its user; longer than this it hangs. Milliseconds. */
const TIMEOUT = 30_000;
const MAX_OUTPUT = 1024 * 1024;
/** The name becomes part of a program's name: nothing that could lead elsewhere. */
const helperName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** User that stands for "the secret is an identity token" (docker-credential-helpers, credentials.go). */
const TOKEN_USER = '<token>';
/** What helpers print where they have nothing for a server (docker-credential-helpers, error.go). */
const NOT_FOUND = /credentials not found/i;

function failed(helper: string, why: string, cause?: unknown): PratiqueError {
  return ociErrors.create('oci/credentials-unusable', {
    attempted: 'ask the credential helper',
    on: `docker-credential-${helper}`,
    why,
    cause,
  });
}

interface Answer {
  readonly output: string;
  readonly code: number | null;
}

function ask(helper: string, server: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
    const giveUp = (error: PratiqueError): void => {
      child.kill('SIGKILL');
      // Programs that it started may hold the pipe open.
      child.stdout.destroy();
      reject(error);
    };
    const timer = setTimeout(() => giveUp(failed(helper, `it did not answer for ${TIMEOUT / 1000} s`)), TIMEOUT);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > MAX_OUTPUT) giveUp(failed(helper, `it printed more than ${MAX_OUTPUT} bytes`));
    });
    child.on('error', (cause) => {
      clearTimeout(timer);
      const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      reject(failed(helper, isMissing ? 'it is not on the PATH' : reasonOf(cause), cause));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ output, code });
    });
    // A helper that ends without reading is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(server);
  });
}

/**
 * Asks `docker-credential-<helper> get` for a registry's credentials; undefined where it has none.
 * @throws PratiqueError `oci/credentials-unusable`, without anything that the helper printed
 */
export async function askHelper(
  helper: string,
  server: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Credentials | undefined> {
  if (!helperName.test(helper)) throw failed('…', 'the configured name is no program name');
  const { output, code } = await ask(helper, server, env, signal);
  if (code !== 0) {
    if (NOT_FOUND.test(output)) return undefined;
    throw failed(helper, `it ended with ${code === null ? 'a signal' : `code ${code}`}`);
  }
  let user: unknown;
  let secret: unknown;
  try {
    ({ Username: user, Secret: secret } = JSON.parse(output) as { Username?: unknown; Secret?: unknown });
  } catch {
    // The parser's message would quote the secret.
  }
  if (typeof user !== 'string' || typeof secret !== 'string')
    throw failed(helper, 'its answer is not what the protocol says');
  if (user === '' && secret === '') return undefined;
  return new Credentials(user === TOKEN_USER ? { identityToken: secret } : { user, password: secret });
}
