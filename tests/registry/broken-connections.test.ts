import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildImage, buildLayer, createImageSource, type RegistryOptions } from '@pratique/oci';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { environment, failureOf, fill, readImage, recordWaits, sampleImage, sampleNoise } from './support.ts';

let registry: MemoryRegistry;
let target = '';
beforeEach(async () => {
  registry = await startMemoryRegistry();
  target = `${registry.host}/app:1`;
});
afterEach(() => registry.close());

function read(name = target, options: RegistryOptions = {}) {
  return readImage(createImageSource(name, { env: environment(), ...recordWaits(), ...options }));
}

/** How long a busy machine may take to close a socket. */
const PATIENCE = 20_000;
const ranges = (): unknown[] => registry.requests.map(({ range }) => range).filter(Boolean);
const fetches = (part: string): number => registry.requests.filter(({ path }) => path.includes(part)).length;

describe('a connection that breaks', () => {
  test('in mid-blob is taken up where it broke', async () => {
    fill(registry, sampleImage());
    registry.behaviour.cut = { after: 100_000, times: 2 };
    const { contents } = await read();
    expect(contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(ranges()).toHaveLength(2);
    expect(ranges()).toEqual([expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)]);
  });

  test('is taken up from a registry that ignores ranges', async () => {
    fill(registry, sampleImage());
    registry.behaviour.withoutRanges = true;
    registry.behaviour.cut = { after: 100_000, times: 1 };
    expect((await read()).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
  });

  test('after the last byte needs nothing more', async () => {
    const image = sampleImage();
    fill(registry, image);
    registry.behaviour.intercept = (request, response) => {
      const blob = registry.blobs.get(request.url?.split('/').at(-1) ?? '');
      if (!blob || blob.length < 1000) return false;
      // Chunked, so that the end is still to come when the connection breaks.
      response.write(blob, () => response.destroy());
      return true;
    };
    expect((await read()).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(ranges()).toEqual([]);
  });

  test('may end like a whole answer, as HTTP/1.0 does', async () => {
    fill(registry, sampleImage());
    let times = 1;
    registry.behaviour.intercept = (request, response) => {
      const blob = registry.blobs.get(request.url?.split('/').at(-1) ?? '');
      if (!blob || blob.length < 1000 || times-- <= 0) return false;
      response.useChunkedEncodingByDefault = false;
      response.setHeader('connection', 'close');
      response.removeHeader('transfer-encoding');
      response.end(blob.subarray(0, 1000));
      return true;
    };
    expect((await read()).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
  });

  test('in mid-manifest is another attempt', async () => {
    fill(registry, sampleImage());
    registry.behaviour.cut = { after: 20, times: 2, of: 'manifests' };
    expect((await read()).contents.size).toBe(2);
    expect(fetches('/manifests/')).toBe(3);
  });

  test('each time before anything came has failed after five attempts', async () => {
    fill(registry, sampleImage());
    registry.behaviour.cut = { after: 0, times: Infinity };
    const { waits, retry } = recordWaits();
    await expect(read(target, { retry })).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
    expect(waits.length).toBeGreaterThanOrEqual(4);
  });

  test('after every few bytes does not hold us for ever', async () => {
    fill(registry, sampleImage());
    registry.behaviour.cut = { after: 1, times: Infinity };
    await expect(read()).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
    expect(ranges().length).toBeLessThanOrEqual(220);
  });

  test('is not taken up with other bytes than asked for', async () => {
    fill(registry, sampleImage());
    registry.behaviour.cut = { after: 100_000, times: 1 };
    registry.behaviour.intercept = (request, response) => {
      if (request.headers.range === undefined) return false;
      response.writeHead(206, { 'content-range': 'bytes 7-9/400000', 'content-length': 3 }).end('abc');
      return true;
    };
    const error = await failureOf(read());
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('another range');
  });

  test('on which nothing arrives is dead', async () => {
    fill(registry, sampleImage());
    registry.behaviour.stall = { after: 100_000, times: 1 };
    const { contents } = await read(target, { stallTimeout: 200 });
    expect(contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    // On a busy machine, more of them may seem dead.
    expect(ranges().length).toBeGreaterThanOrEqual(1);
  });

  test('on which only the head of an answer arrives is dead', async () => {
    registry.behaviour.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return true;
    };
    const error = await failureOf(read(target, { stallTimeout: 50 }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('nothing arrived for 0.05 s');
  });

  test('on which no answer arrives is dead, and says so', async () => {
    registry.behaviour.intercept = () => true;
    const error = await failureOf(read(target, { stallTimeout: 50 }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('nothing arrived for 0.05 s');
  });

  test('does not count the time that the reader takes', async () => {
    // Not compressed: nothing is read ahead.
    const layer = buildLayer([{ path: 'opt/noise', content: sampleNoise }], { compression: 'none' });
    fill(registry, buildImage({ layers: [layer] }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const image = await createImageSource(target, { env: environment(), ...recordWaits() }).open();
      const sink = {
        // Each piece of the file takes longer to look at than a server may be silent.
        write: () => void vi.advanceTimersByTime(600_000),
        end: () => undefined,
        abort: () => undefined,
      };
      await image.layers[0]?.read({ entry: () => sink });
      await image.close();
    } finally {
      vi.useRealTimers();
    }
    expect(ranges()).toEqual([]);
  });
});

describe('a failure that passes', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])('%i is waited out, longer each time', async (status) => {
    fill(registry, sampleImage());
    registry.behaviour.fail = { status, times: 3 };
    const { waits, retry } = recordWaits();
    await read(target, { retry });
    expect(waits).toHaveLength(3);
    expect(waits[0]).toBeLessThanOrEqual(375);
    expect(waits[2]).toBeGreaterThanOrEqual(500);
  });

  test.each([
    ['7', 7000, 7000],
    ['0', 100, 400],
    ['-5', 100, 400],
    ['soon', 100, 400],
    ['later 2099', 100, 400],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 100, 400],
    [new Date(Date.now() + 60_000).toUTCString(), 50_000, 60_000],
  ])('Retry-After %j is heeded', async (retryAfter, least, most) => {
    fill(registry, sampleImage());
    registry.behaviour.fail = { status: 429, times: 1, retryAfter };
    const { waits, retry } = recordWaits();
    await read(target, { retry });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(least);
    expect(waits[0]).toBeLessThanOrEqual(most);
  });

  test('a registry that wants to be left alone for an hour has refused', async () => {
    registry.behaviour.fail = { status: 429, times: Infinity, retryAfter: '3600' };
    const { waits, retry } = recordWaits();
    const error = await failureOf(read(target, { retry }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('429: UNAVAILABLE, unavailable');
    expect(waits).toEqual([]);
  });

  test('that does not pass is told after five attempts', async () => {
    registry.behaviour.fail = { status: 503, times: Infinity };
    await expect(read()).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
    expect(registry.requests).toHaveLength(5);
  });

  test('other statuses are final', async () => {
    registry.behaviour.fail = { status: 400, times: Infinity };
    await expect(read()).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
    expect(registry.requests).toHaveLength(1);
  });

  test('a port where nobody listens is said to be one', async () => {
    const port = Number(registry.host.split(':')[1]);
    await registry.close();
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await failureOf(read(`${host}:${port}/app:1`));
      expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
      expect(error.message).toContain('ECONNREFUSED');
    }
    registry = await startMemoryRegistry();
  });
});

describe('closing and aborting', () => {
  test('closing ends every connection', async () => {
    fill(registry, sampleImage());
    await read();
    await vi.waitFor(async () => expect(await registry.connections()).toBe(0), PATIENCE);
  });

  test('a failure to open ends every connection', async () => {
    await failureOf(read());
    await vi.waitFor(async () => expect(await registry.connections()).toBe(0), PATIENCE);
  });

  test('an abort while a layer is read ends its connection and says why', async () => {
    fill(registry, sampleImage());
    registry.behaviour.stall = { after: 100_000, times: Infinity };
    const image = await createImageSource(target, { env: environment() }).open();
    const abort = new AbortController();
    const visitor = { entry: () => (abort.abort(new Error('enough')), undefined) };
    await expect(image.layers[0]?.read(visitor, abort.signal)).rejects.toThrow('enough');
    await vi.waitFor(async () => expect(await registry.connections()).toBeLessThanOrEqual(1), PATIENCE);
    await image.close();
    await vi.waitFor(async () => expect(await registry.connections()).toBe(0), PATIENCE);
  });

  test('an abort while nothing arrives ends the wait', async () => {
    const abort = new AbortController();
    registry.behaviour.intercept = () => {
      setImmediate(() => abort.abort(new Error('enough')));
      return true;
    };
    const source = createImageSource(target, { env: environment() });
    await expect(source.open({ signal: abort.signal })).rejects.toThrow('enough');
    await vi.waitFor(async () => expect(await registry.connections()).toBe(0), PATIENCE);
  });

  test('an abort while a retry is waited for ends the wait', async () => {
    registry.behaviour.fail = { status: 503, times: Infinity, retryAfter: '100' };
    const abort = new AbortController();
    registry.behaviour.intercept = () => {
      setTimeout(() => abort.abort(new Error('enough')), 5);
      return false;
    };
    const source = createImageSource(target, { env: environment() });
    await expect(source.open({ signal: abort.signal })).rejects.toThrow('enough');
  });
});

describe('a server that speaks something else', () => {
  let server: Server;
  afterEach(() => server.close());

  test('is told', async () => {
    server = createServer();
    server.on('connection', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(read(`127.0.0.1:${port}/app:1`)).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
  });
});
