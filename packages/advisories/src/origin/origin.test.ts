import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits as limits } from '../limits.ts';
import { folderOrigin } from './folder-origin.ts';
import { openOrigin } from './open-origin.ts';
import { declaredSamples, isSample } from './samples.ts';
import { webOrigin } from './web-origin.ts';

describe('a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'origin-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'osv/npm'), { recursive: true });
  writeFileSync(join(folder, 'osv/npm/all.zip'), 'zip');
  symlinkSync(join(folder, 'osv/npm'), join(folder, 'osv/linked'));

  test('lists files and folders, linked ones too', async () => {
    const origin = folderOrigin(folder, limits);
    expect(await origin.list('osv/')).toEqual(['linked/', 'npm/']);
    expect(await origin.list('osv/npm/')).toEqual(['all.zip']);
    expect(await origin.list('nowhere/')).toEqual([]);
    expect(await origin.list('osv/npm/all.zip')).toEqual([]);
  });

  test('reads once, then only what changed', async () => {
    const origin = folderOrigin(folder, limits);
    const path = 'osv/npm/all.zip';
    const first = await origin.read(path);
    expect(first).toMatchObject({ bytes: Buffer.from('zip') });
    const validator = typeof first === 'object' ? first.validator : '';
    expect(await origin.read(path, validator)).toBe('unchanged');
    utimesSync(join(folder, path), new Date(1), new Date(2));
    expect(await origin.read(path, validator)).toMatchObject({ bytes: Buffer.from('zip') });
  });

  test.each(['nowhere', 'osv/npm', 'osv/npm/all.zip/x', '../../etc/passwd', 'a\0b'])(
    '%j is not there',
    async (path) => {
      expect(await folderOrigin(folder, limits).read(path)).toBeUndefined();
    },
  );

  test('a file above the bound', async () => {
    await expect(folderOrigin(folder, { ...limits, fileBytes: 2 }).read('osv/npm/all.zip')).rejects.toMatchObject({
      code: 'advisories/too-large',
    });
  });

  test.each([['/nonexistent/folder'], ['ftp://example.com'], ['http://['], [join(folder, 'osv/npm/all.zip')]])(
    '%s is no origin',
    async (place) => {
      await expect(openOrigin(place, { limits })).rejects.toMatchObject({ code: 'advisories/origin-invalid' });
    },
  );
});

describe('a web address', () => {
  type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;
  let handler: Handler = (_request, response) => response.end();
  let requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  });
  const http = { backoff: 1, longestWait: 20, attempts: 3, idleTimeout: 300 };
  let address = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.closeAllConnections());
  afterAll(() => server.close());
  afterEach(() => {
    requests = [];
  });

  function serve(next: Handler) {
    handler = next;
    return webOrigin(`${address}/base`, { ...limits, fileBytes: 10_000 }, { http });
  }

  test('escapes names, cannot list', async () => {
    const origin = serve((_request, response) => response.end('x'));
    expect(await origin.read('Rocky Linux/all.zip')).toMatchObject({ bytes: Buffer.from('x') });
    expect(requests[0]?.url).toBe('/base/Rocky%20Linux/all.zip');
    expect(await origin.list('')).toBeUndefined();
  });

  test.each([
    ['ETag', { etag: '"abc"' }, 'if-none-match', '"abc"'],
    [
      'Last-Modified',
      { 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' },
      'if-modified-since',
      'Wed, 21 Oct 2026 07:28:00 GMT',
    ],
  ])('asks conditionally by %s', async (_title, headers, asked, value) => {
    const origin = serve((request, response) => {
      if (request.headers[asked] === value) response.writeHead(304).end();
      else response.writeHead(200, headers).end('data');
    });
    const first = await origin.read('f');
    expect(await origin.read('f', typeof first === 'object' ? first.validator : '')).toBe('unchanged');
  });

  test('decodes gzip on the way', async () => {
    const origin = serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('data')),
    );
    expect(await origin.read('f')).toMatchObject({ bytes: Buffer.from('data') });
  });

  test.each([
    ['as sent', (response: ServerResponse) => response.end(Buffer.alloc(20_000))],
    [
      'as decoded',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000))),
    ],
  ])('is bounded %s', async (_title, answer) => {
    await expect(serve((_request, response) => answer(response)).read('f')).rejects.toMatchObject({
      code: 'advisories/too-large',
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['busy', (response: ServerResponse) => response.writeHead(503, { 'retry-after': '0' }).end()],
    ['throttling', (response: ServerResponse) => response.writeHead(429, { 'retry-after': '3600' }).end()],
    [
      'cut off',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy()),
    ],
    ['refusing', (response: ServerResponse) => response.destroy()],
    ['silent', () => undefined],
    [
      'sending broken gzip',
      (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
    ],
  ])('asks again when the server is %s', async (_title, fail) => {
    const origin = serve((_request, response, count) => {
      if (count < 3) fail(response);
      else response.end('data');
    });
    expect(await origin.read('f')).toMatchObject({ bytes: Buffer.from('data') });
    expect(requests).toHaveLength(3);
  });

  test('gives up after its attempts, without credentials in the message', async () => {
    const origin = webOrigin(`${address.replace('//', '//user:secret@')}/base?token=secret`, limits, { http });
    handler = (_request, response) => response.writeHead(502).end();
    const failure: Error = await origin.read('f').then(
      () => new Error('read'),
      (thrown: Error) => thrown,
    );
    expect(failure).toMatchObject({ code: 'advisories/origin-unreadable' });
    expect(`${failure.message} ${origin.name}`).not.toContain('secret');
    expect(requests).toHaveLength(3);
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:secret').toString('base64')}`);
  });

  test.each([404, 410])('%d: not there', async (status) => {
    expect(await serve((_request, response) => response.writeHead(status).end()).read('f')).toBeUndefined();
  });

  test.each([401, 403, 400])('%d is an error at once', async (status) => {
    const reading = serve((_request, response) => response.writeHead(status).end()).read('f');
    await expect(reading).rejects.toMatchObject({ code: 'advisories/origin-refused' });
    expect(requests).toHaveLength(1);
  });

  test('follows redirects', async () => {
    const origin = serve((request, response) => {
      if (request.url === '/base/f') response.writeHead(302, { location: '/elsewhere' }).end();
      else response.end('data');
    });
    expect(await origin.read('f')).toMatchObject({ bytes: Buffer.from('data') });
  });

  test.each([
    ['without end', '/base/f'],
    ['to a file', 'file:///etc/passwd'],
    ['nowhere', undefined],
  ])('refuses to be redirected %s', async (_title, location) => {
    const origin = serve((_request, response) =>
      response.writeHead(302, location === undefined ? {} : { location }).end(),
    );
    await expect(origin.read('f')).rejects.toMatchObject({ code: 'advisories/origin-refused' });
  });

  test.each(['us%er:se%cret@', 'us%25er:se%25cret@'])(
    'credentials %s are those that were meant',
    async (credentials) => {
      const origin = webOrigin(address.replace('//', `//${credentials}`), limits, { http });
      handler = (_request, response) => response.end('data');
      expect(await origin.read('f')).toMatchObject({ bytes: Buffer.from('data') });
      expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us%er:se%cret').toString('base64')}`);
    },
  );

  test('a query stays behind the path', async () => {
    handler = (_request, response) => response.end('data');
    await webOrigin(`${address}/base?token=secret`, limits, { http }).read('f');
    expect(requests[0]?.url).toBe('/base/f?token=secret');
  });

  test('"not changed" is no answer to a request without a condition', async () => {
    const origin = serve((_request, response) => response.writeHead(304).end());
    await expect(origin.read('f')).rejects.toMatchObject({ code: 'advisories/origin-refused' });
  });

  test.each([
    ['never ends its headers', { answerTimeout: 20 }, (response: ServerResponse) => response.writeProcessing()],
    ['drips', { patience: -1, slowest: Infinity }, (response: ServerResponse) => response.write('x')],
  ])('gives a server up that %s', async (_title, settings, answer) => {
    handler = (_request, response) => void answer(response);
    const patient = { ...http, idleTimeout: 60_000, attempts: 1, ...settings };
    const origin = webOrigin(address, limits, { http: patient });
    await expect(origin.read('f')).rejects.toMatchObject({ code: 'advisories/origin-unreadable' });
  });

  test('an abort ends it', async () => {
    const origin = webOrigin(address, limits, { http, signal: AbortSignal.abort() });
    await expect(origin.read('f')).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('samples', () => {
  test('are declared by the origin', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'origin-'));
    writeFileSync(join(folder, 'pratique-feeds.json'), '{"samples": ["osv/npm", 7, "vex/*"]}');
    expect(await declaredSamples(folderOrigin(folder, limits))).toEqual(['osv/npm', 'vex/*']);
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['osv/npm', true],
    ['osv/npm2', false],
    ['vex/a/b', true],
    ['kev', false],
  ])('%s', (feed, expected) => {
    expect(isSample(feed, ['osv/npm', 'vex/*'])).toBe(expected);
  });
});
