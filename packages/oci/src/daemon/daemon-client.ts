import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { printable } from '@pratique/foundation';
import type { DaemonAddress } from './daemon-address.ts';

/** What is read of an error. */
const MAX_DIAGNOSIS = 4096;

/**
 * Sends a GET to the engine. Rejects with the network's own error. `stallTimeout` is how long nothing may arrive, in
 * milliseconds; an engine prepares a whole export before its first byte.
 */
export function askDaemon(
  { connection }: DaemonAddress,
  path: string,
  stallTimeout: number,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { path, signal, timeout: stallTimeout, headers: { host: 'docker' }, agent: false } as const;
    const identity = 'identity' in connection ? connection.identity : undefined;
    const sent = identity
      ? requestHttps({ ...options, ...connection, ...identity }, resolve)
      : requestHttp({ ...options, ...connection }, resolve);
    sent.on('timeout', () => sent.destroy(new Error(`nothing arrived for ${stallTimeout / 1000} s`)));
    sent.on('error', reject);
    sent.end();
  });
}

/** What Docker (`message`) and Podman (`message`, `cause`) say about an error, fit for a message. */
export async function diagnoseDaemon(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
      text += chunk;
      if (text.length > MAX_DIAGNOSIS) break;
    }
    const { message, cause } = JSON.parse(text) as Record<string, unknown>;
    const reason = [message, cause].find((value) => typeof value === 'string' && value !== '') as string | undefined;
    return reason === undefined ? '' : `: ${printable(reason.replace(/\s+/g, ' ').slice(0, 200))}`;
  } catch {
    return '';
  }
}
