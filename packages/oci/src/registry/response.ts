import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Bytes of an unwanted answer that are read to keep its connection. */
const MAX_DISCARDED = 65_536;

/** An error of the kind that the network makes, so that it counts as one that may pass. */
export function networkError(message: string, code = 'ETIMEDOUT'): Error {
  return Object.assign(new Error(message), { code });
}

/** Says that nothing arrived for too long. */
export function stalled(milliseconds: number): Error {
  return networkError(`nothing arrived for ${milliseconds / 1000} s`);
}

/** An answer was longer than the reader wants. */
export class AnswerTooLarge extends Error {}

/** One answer. Its body must be read or discarded. */
export class RegistryResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Address that answered, after redirects. May hold secrets in its query. */
  readonly url: URL;
  readonly #message: IncomingMessage;
  readonly #stallTimeout: number;

  constructor(message: IncomingMessage, url: URL, stallTimeout: number) {
    this.status = message.statusCode ?? 0;
    this.headers = message.headers;
    this.url = url;
    this.#message = message;
    this.#stallTimeout = stallTimeout;
  }

  /**
   * The body. Time counts only while its next bytes are waited for: a slow reader is no dead server.
   * Rejects with the network's own error where it breaks off.
   */
  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    let waits = 0;
    const startWait = (): NodeJS.Timeout => {
      const wait = ++waits;
      const expire = (): void => {
        if (wait === waits) this.#message.destroy(stalled(this.#stallTimeout));
      };
      // Where this program was busy itself, what has arrived meanwhile is read first.
      return setTimeout(() => setImmediate(expire), this.#stallTimeout);
    };
    let timer = startWait();
    try {
      for await (const chunk of this.#message as AsyncIterable<Buffer>) {
        clearTimeout(timer);
        waits += 1;
        yield chunk;
        timer = startWait();
      }
    } finally {
      clearTimeout(timer);
      waits += 1;
    }
  }

  /** The whole body. Throws `AnswerTooLarge`, or the network's own error. */
  async read(maxBytes: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.chunks()) {
      length += chunk.length;
      if (length > maxBytes) throw new AnswerTooLarge(`the answer is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Lets go of the body. A short one is read, so that the connection can be used again. */
  discard(): void {
    let left = MAX_DISCARDED;
    const timer = setTimeout(() => this.#message.destroy(), this.#stallTimeout).unref();
    this.#message.on('close', () => clearTimeout(timer));
    this.#message.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) this.#message.destroy();
    });
  }
}
