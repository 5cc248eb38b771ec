import { once } from 'node:events';
import type { Client, Connection, PoolClient, Submittable } from 'pg';

/** Bytes that wait for the consumer before the server is made to wait. */
const HIGH_WATER = 4 * 1024 * 1024;

interface WireConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
}

type AnyClient = Client | PoolClient;

/** What a client tells the query that runs (pg, lib/client.js). Without all of these it would call what is not there. */
abstract class Copy implements Submittable {
  readonly #statement: string;
  protected connection: WireConnection | undefined;

  constructor(statement: string) {
    this.#statement = statement;
  }

  submit(connection: Connection): void {
    this.connection = connection as WireConnection;
    connection.query(this.#statement);
  }

  abstract handleError(error: Error): void;
  abstract handleReadyForQuery(): void;
  handleCommandComplete(): void {}
  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail('nothing to copy');
  }
  handleCopyData(_message: { readonly chunk: Buffer }): void {}
}

/** COPY … TO STDOUT. */
class CopyOut extends Copy {
  #waiting: Buffer[] = [];
  #size = 0;
  #over = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    // The chunk is a view into a buffer that is used again.
    this.#waiting.push(Buffer.from(chunk));
    this.#size += chunk.length;
    if (this.#size > HIGH_WATER) this.connection?.stream.pause();
    this.#wake();
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#over = true;
    this.#wake();
  }

  handleReadyForQuery(): void {
    this.#over = true;
    this.#wake();
  }

  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#size > 0) {
        const taken = this.#waiting;
        this.#waiting = [];
        this.#size = 0;
        this.connection?.stream.resume();
        yield* taken;
      } else if (this.#over) {
        if (this.#error) throw this.#error;
        return;
      } else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** The rows that a `COPY … TO STDOUT` yields, one line each. */
export function copyOut(client: AnyClient, statement: string): AsyncGenerator<Buffer> {
  return client.query(new CopyOut(statement)).rows();
}

/** COPY … FROM STDIN. */
class CopyIn extends Copy {
  readonly #content: AsyncIterable<Buffer>;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  #error: unknown;

  constructor(
    statement: string,
    content: AsyncIterable<Buffer>,
    settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void },
  ) {
    super(statement);
    this.#content = content;
    this.#resolve = settle.resolve;
    this.#reject = settle.reject;
  }

  override handleCopyInResponse(connection: WireConnection): void {
    void this.#send(connection);
  }

  async #send(connection: WireConnection): Promise<void> {
    try {
      for await (const chunk of this.#content) {
        // The server has refused what came so far; the rest it would only throw away.
        if (this.#error !== undefined) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    } catch (error) {
      this.#error = error;
      connection.sendCopyFail('the content could not be read');
    }
  }

  handleError(error: Error): void {
    this.#error ??= error;
    // After an error, pg does not tell a query that the connection is ready again.
    this.#reject(this.#error);
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }
}

/** Runs a `COPY … FROM STDIN` over some content. */
export function copyIn(client: AnyClient, statement: string, content: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, content, { resolve, reject }));
  });
}
