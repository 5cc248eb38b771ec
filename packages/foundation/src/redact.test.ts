import { expect, test } from 'vitest';
import { redactUrl } from './redact.ts';

test.each([
  ['https://user:pass@example.com:8443/feeds?token=x#y', 'https://example.com:8443/feeds'],
  ['http://user:pa/ss@example.com/feeds', 'http://example.com/feeds'],
  ['http://user:pa?ss@example.com/feeds', 'http://example.com/feeds'],
  ['http://user:p@ss@example.com:99999/feeds', 'http://example.com:99999/feeds'],
  ['http://user:pa ss@bad host/feeds?token=x', 'http://bad host/feeds'],
  ['user:pass@example.com/feeds', 'example.com/feeds'],
  ['https:/user:pass@example.com', 'example.com'],
  ['/srv/feeds/@scope', '/srv/feeds/@scope'],
  ['feeds', 'feeds'],
])('%s becomes %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});
