import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createImageSource, pushImage } from '@pratique/oci';
import { describeImageSource, type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerLogin, environment, sampleImage } from './support.ts';

let registry: MemoryRegistry;
beforeAll(async () => {
  registry = await startMemoryRegistry();
});
afterAll(() => registry.close());

describeImageSource('registry', {
  kind: 'image',
  create: async ({ image }) => {
    await pushImage(`${registry.host}/sample:1`, image, { env: environment() });
    return createImageSource(`${registry.host}/sample:1`, { env: environment() });
  },
});

describeImageSource('registry with tokens that expire', {
  kind: 'image',
  create: async ({ image, folder }) => {
    const own = await startMemoryRegistry();
    afterAll(() => own.close());
    own.behaviour.auth = { scheme: 'bearer', user: 'user', password: 'the password', tokenUses: 3 };
    const login = dockerLogin(own.host, 'user', 'the password')['.docker/config.json'];
    writeFileSync(join(folder, 'config.json'), JSON.stringify(login));
    const env = { ...environment(), DOCKER_CONFIG: folder };
    await pushImage(`${own.host}/sample:1`, image, { env });
    return createImageSource(`${own.host}/sample:1`, { env });
  },
});

describe('a program that read an image', () => {
  // It would wait for idle connections, timers or signals that were left behind; the test's time limit would pass.
  test.each(['closed', 'failed', 'aborted'])('ends by itself once it has %s', async (ending) => {
    await pushImage(`${registry.host}/ends:1`, sampleImage(), { env: environment() });
    const script = `
      import { createImageSource } from '@pratique/oci';
      const [, target, ending] = process.argv;
      const abort = new AbortController();
      const source = createImageSource(ending === 'failed' ? target + 'x' : target, { env: { HOME: '/nonexistent' } });
      try {
        const image = await source.open({ signal: abort.signal });
        const visitor = { entry: () => (ending === 'aborted' && abort.abort(new Error('enough')), undefined) };
        await Promise.all(image.layers.map((layer) => layer.read(visitor, abort.signal)));
        await image.close();
        console.log('closed');
      } catch (error) {
        console.log(error.code ?? error.message);
      }
      // What is left then keeps the program from ending: idle connections, timers, signals.
      setImmediate(() => setImmediate(() => console.log(JSON.stringify(process.getActiveResourcesInfo()))));
    `;
    const args = ['--input-type=module', '--eval', script, `${registry.host}/ends:1`, ending];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, timeout: 20_000 });
    const [said, left] = stdout.split('\n');
    expect(said).toBe({ closed: 'closed', failed: 'oci/image-not-found', aborted: 'enough' }[ending]);
    const kinds = JSON.parse(left ?? '') as readonly string[];
    expect(kinds.filter((kind) => /Timeout|TCP|TLS|Signal|Process/.test(kind))).toEqual([]);
  });
});
