import { describe, expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

const read = (header: string): unknown =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, { ...parameters }]);

describe('parseChallenges', () => {
  test.each([
    ['Basic realm="Registry"', [['basic', { realm: 'Registry' }]]],
    [
      'Bearer realm="https://auth.example.com/token",service="registry.example.com",scope="repository:a/b:pull"',
      [
        [
          'bearer',
          { realm: 'https://auth.example.com/token', service: 'registry.example.com', scope: 'repository:a/b:pull' },
        ],
      ],
    ],
    ['BEARER Realm=https, error="invalid \\"token\\""', [['bearer', { realm: 'https', error: 'invalid "token"' }]]],
    [
      'Negotiate, Basic realm="a, b"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'a, b' }],
      ],
    ],
    [
      'Bearer scope="a,b" , Basic',
      [
        ['bearer', { scope: 'a,b' }],
        ['basic', {}],
      ],
    ],
    ['Bearer __proto__="x"', [['bearer', { ['__proto__']: 'x' }]]],
    ['', []],
    ['="x"', [['x', {}]]],
    [
      'Bearer realm="unterminated',
      [
        ['bearer', { realm: '' }],
        ['unterminated', {}],
      ],
    ],
  ])('%s', (header, expected) => {
    expect(JSON.stringify(read(header))).toBe(JSON.stringify(expected));
  });

  test('a hostile header ends', () => {
    expect(parseChallenges('"\\'.repeat(1_000_000)).length).toBeLessThan(20_000);
  });
});
