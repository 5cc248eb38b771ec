import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { reasonOf } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';
import type { RegistryOptions } from './endpoint.ts';

/** Files of one `certs.d` folder. */
const MAX_FILES = 100;
const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function unusable(on: string, why: string, cause?: unknown): Error {
  const attempted = 'read the certificate authorities';
  return ociErrors.create('oci/registry-ca-unusable', { attempted, on, why, cause });
}

/** The certificates of a PEM file. One that cannot be read is an error: TLS would silently go on without it. */
async function readCertificates(path: string): Promise<readonly string[]> {
  try {
    const blocks = (await readFile(path, 'utf8')).match(pemBlock) ?? [];
    const certificates = blocks.map((block) => new X509Certificate(block).toString());
    if (certificates.length > 0) return certificates;
  } catch (cause) {
    throw unusable(path, reasonOf(cause), cause);
  }
  throw unusable(path, 'it holds no certificate in PEM form');
}

/** Where Docker and Podman keep certificates by host (containers-certs.d(5), "Verify repository client with certificates"). */
function certificateFolders(host: string, env: NodeJS.ProcessEnv): string[] {
  const config = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
  return [
    join(config, 'containers/certs.d'),
    join(config, 'docker/certs.d'),
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ].map((folder) => join(folder, host));
}

interface HostCertificates {
  readonly authorities: readonly string[];
  /** Certificate and key with which we say who we are. */
  readonly client?: { readonly cert: Buffer; readonly key: Buffer };
}

async function readFolder(folder: string): Promise<HostCertificates | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  const authorities: string[] = [];
  const listed = names.toSorted().slice(0, MAX_FILES);
  for (const name of listed.filter((file) => file.endsWith('.crt')))
    authorities.push(...(await readCertificates(join(folder, name))));
  const cert = listed.find((file) => file.endsWith('.cert') && names.includes(file.replace(/cert$/, 'key')));
  if (cert === undefined) return { authorities };
  const path = join(folder, cert);
  try {
    return { authorities, client: { cert: await readFile(path), key: await readFile(path.replace(/cert$/, 'key')) } };
  } catch (cause) {
    throw unusable(path, reasonOf(cause), cause);
  }
}

/**
 * The TLS settings for a host: `--registry-ca` and the `certs.d` folders of Docker and Podman, beside the authorities
 * that Node trusts (`NODE_EXTRA_CA_CERTS` included). Undefined where nothing was added to those.
 * @throws PratiqueError `oci/registry-ca-unusable`
 */
export async function secureContextFor(host: string, options: RegistryOptions): Promise<SecureContext | undefined> {
  const { registryCa, env = process.env } = options;
  const authorities = registryCa === undefined ? [] : [...(await readCertificates(registryCa))];
  let client: HostCertificates['client'];
  for (const folder of certificateFolders(host, env)) {
    const found = await readFolder(folder);
    authorities.push(...(found?.authorities ?? []));
    client ??= found?.client;
  }
  if (authorities.length === 0 && !client) return undefined;
  try {
    return createSecureContext({ ca: [...getCACertificates('default'), ...authorities], ...client });
  } catch (cause) {
    throw unusable(`of ${host}`, reasonOf(cause), cause);
  }
}
