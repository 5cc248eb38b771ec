import { defineErrors } from '@pratique/foundation';
import { describe, expect, test } from 'vitest';
import { describeFailure, exitCodeOf } from './failure.ts';

const errors = defineErrors({
  'test/user': { kind: 'user', meaning: 'M.', nextStep: 'Do this.' },
  'test/operational': { kind: 'operational', meaning: 'M.', nextStep: 'Do that.' },
  'test/bug': { kind: 'bug', meaning: 'M.', nextStep: 'Report it.' },
});
const facts = { attempted: 'read', on: 'a.tar', why: 'it is empty' };

test('names what was attempted, on what, why, the next step and the code, in two lines', () => {
  expect(describeFailure(errors.create('test/user', facts))).toBe(
    'pratique: cannot read a.tar: it is empty\n  Do this. [test/user]\n',
  );
});

test('what an image or registry says cannot write to the terminal', () => {
  const hostile = errors.create('test/user', { ...facts, on: '\u001b]0;owned\u0007\nrm -rf\u202e' });
  const text = describeFailure(hostile);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  // A line that a name smuggled in does not pass for one of ours.
  expect(text.split('\n')).toEqual([
    expect.any(String),
    '    rm -rf\ufffd: it is empty',
    expect.stringMatching(/^ {2}\S/),
    '',
  ]);
});

test.each(['http://user:pass@example.com/x', 'x https://user:p/a?s@s@example.com y', '://:pass@h'])(
  'no password of %s is said',
  (address) => {
    const said = [errors.create('test/user', { ...facts, on: address }), new Error(address)].map(describeFailure);
    expect(said.join('')).not.toMatch(/pass|p\/a/);
  },
);

test('a reference with a port, a tag and a digest stays as it is', () => {
  const on = 'registry.example:5000/shop/api:1@sha256:abc';
  expect(describeFailure(errors.create('test/user', { ...facts, on }))).toContain(on);
});

test('a message has an end', () => {
  const long = errors.create('test/user', { ...facts, why: 'x'.repeat(1_000_000) });
  expect(describeFailure(long).length).toBeLessThan(5000);
});

describe('exitCodeOf', () => {
  test.each([
    [errors.create('test/user', facts), 2],
    [errors.create('test/operational', facts), 4],
    [errors.create('test/bug', facts), 4],
    [new Error('unexpected'), 4],
    ['thrown text', 4],
    [undefined, 4],
  ])('%s', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

test('a defect says that it is one, with its stack', () => {
  expect(describeFailure(new TypeError('boom'))).toMatch(/this is a defect, please report it: boom\n.*\n +at /);
});
