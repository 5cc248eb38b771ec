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

function ask(helper: string, server: string, env: NodeJS.ProcessEnv): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > MAX_OUTPUT) child.kill();
    });
    child.on('error', (cause) => reject(failed(helper, reasonOf(cause), cause)));
    child.on('close', (code) => resolve({ output, code }));
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
): Promise<Credentials | undefined> {
  if (!helperName.test(helper)) throw failed('…', 'the configured name is no program name');
  const { output, code } = await ask(helper, server, env);
  if (code !== 0) {
    if (NOT_FOUND.test(output)) return undefined;
    throw failed(helper, `it ended with code ${code ?? 'none (timeout)'}`);
  }
  try {
    const { Username, Secret } = JSON.parse(output) as { Username?: unknown; Secret?: unknown };
    if (typeof Username !== 'string' || typeof Secret !== 'string') throw new Error('no user or secret');
    return Username === TOKEN_USER ? new Credentials('', '', Secret) : new Credentials(Username, Secret);
  } catch {
    throw failed(helper, 'its answer is not what the protocol says');
  }
}
