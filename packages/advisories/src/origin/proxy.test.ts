import { afterEach, expect, test, vi } from 'vitest';
import { defaultAdvisoryLimits as limits } from '../limits.ts';
import { webOrigin } from './web-origin.ts';

afterEach(() => vi.unstubAllEnvs());

test('a proxy without a valid address is an error that does not quote its password', async () => {
  vi.stubEnv('HTTP_PROXY', 'http://user:secret@bad host:99999');
  const failure: Error = await webOrigin('http://example.invalid', limits)
    .read('f')
    .then(
      () => new Error('read'),
      (thrown: Error) => thrown,
    );
  expect(failure).toMatchObject({ code: 'advisories/proxy-invalid' });
  expect(`${failure.message} ${failure.stack} ${String(failure.cause)}`).not.toContain('secret');
});
