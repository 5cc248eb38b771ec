import { describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { erlangInstalledCataloger } from './cataloger.ts';
import { parseTerms } from './parse-terms.ts';

describeCataloger(erlangInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'debian',
    purls: ['pkg:hex/p1_utils@1.0.25', 'pkg:otp/crypto@5.1.2', 'pkg:otp/kernel@8.5.3', 'pkg:otp/mix@1.14.0'],
  },
  {
    fixture: 'hex',
    purls: ['pkg:hex/plug@1.14.0'],
    check: ({ packages }) => expect(packages[0]?.license).toBe('Apache-2.0'),
  },
  { fixture: 'rabbitmq', purls: ['pkg:hex/systemd@0.6.1'] },
  {
    fixture: 'odd',
    purls: ['pkg:hex/my-app'],
    unknowns: 3,
    check: ({ unknowns }) =>
      expect(unknowns.map(({ code }) => code).toSorted()).toEqual(['malformed', 'malformed', 'unidentified']),
  },
]);

describe('parseTerms', () => {
  test.each([
    ['', []],
    ['% only a comment', []],
    ['ok.', [{ atom: 'ok' }]],
    ["'quoted atom'.", [{ atom: 'quoted atom' }]],
    ['-1. 2.5e3. 16#ff.', [{ number: '-1' }, { number: '2.5e3' }, { number: '16#ff' }]],
    ['"a\\"b" "c".', ['a"bc']],
    ['<<"x"/utf8>>. <<>>.', ['x', '']],
    ["$a. $\\n. $'.", [{ number: '$a' }, { number: '$\\n' }, { number: "$'" }]],
    ['#{}.', [{ kind: 'map', items: [] }]],
    [
      '#{a => #{}, "b" => 1}.',
      [
        {
          kind: 'map',
          items: [
            { kind: 'tuple', items: [{ atom: 'a' }, { kind: 'map', items: [] }] },
            { kind: 'tuple', items: ['b', { number: '1' }] },
          ],
        },
      ],
    ],
    ['{a, [], "b"}.', [{ kind: 'tuple', items: [{ atom: 'a' }, { kind: 'list', items: [] }, 'b'] }]],
  ])('%j', (text, expected) => {
    expect(parseTerms(text)).toEqual(expected);
  });

  test.each([
    'ok',
    '{a',
    '{a,}.',
    '[1 2].',
    'Var.',
    '#{a}.',
    '#{a => }.',
    '#{a => 1',
    `${'#{a => '.repeat(100)}1${'}'.repeat(100)}.`,
    '"open',
    `${'['.repeat(100)}${']'.repeat(100)}.`,
  ])('%j is none', (text) => {
    expect(parseTerms(text)).toBeUndefined();
  });
});
