import { type Facts, UnknownFact } from '@pratique/model';
import { runFuzz } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { target } from './dockerfile.fuzz.ts';
import { dockerfileFacts } from './dockerfile-facts.ts';

const read = (text: string): Facts => dockerfileFacts(text, 'Dockerfile').facts;
const list = (facts: Facts, field: string): Facts[] => facts[field] as unknown as Facts[];
const brief = (text: string): unknown[] =>
  list(read(text), 'instructions').map(({ keyword, arguments: rest, line }) => [keyword, rest, line]);

describe('instructions', () => {
  test.each([
    ['lower case', 'from a\nrun b\n', [['FROM', 'a', 1], ['RUN', 'b', 2]]],
    ['CRLF and a byte order mark', '\ufeffFROM a\r\nRUN b \\\r\n  c\r\n', [['FROM', 'a', 1], ['RUN', 'b   c', 2]]],
    ['comments between continuation lines', 'FROM a\nRUN b \\\n# c\n\n  && d\n', [['FROM', 'a', 1], ['RUN', 'b   && d', 2]]],
    ['another escape character', '# escape=`\nFROM a\nRUN b c:\\ `\n d\n', [['FROM', 'a', 2], ['RUN', 'b c:\\  d', 3]]],
    ['a directive after a comment is a comment', '# x\n# escape=`\nFROM a\nRUN b \\\n c\n', [['FROM', 'a', 3], ['RUN', 'b  c', 4]]],
    ['a syntax directive first', '# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n', [['FROM', 'a', 3]]],
    ['a doubled escape character continues nothing', 'FROM a\nRUN b \\\\\nUSER c\n', [['FROM', 'a', 1], ['RUN', 'b \\\\', 2], ['USER', 'c', 3]]],
    ['blanks behind the escape character', 'FROM a\nRUN b \\  \n c\n', [['FROM', 'a', 1], ['RUN', 'b  c', 2]]],
    ['the last line continued', 'FROM a\nRUN b \\', [['FROM', 'a', 1], ['RUN', 'b', 2]]],
    ['here-documents', 'FROM a\nRUN <<A cat <<-"B"\nUSER x\nA\n\tUSER y\n\tB\nUSER z\n', [['FROM', 'a', 1], ['RUN', '<<A cat <<-"B"', 2], ['USER', 'z', 7]]],
    ['a here-string', 'FROM a\nRUN cat <<< x\nUSER z\n', [['FROM', 'a', 1], ['RUN', 'cat <<< x', 2], ['USER', 'z', 3]]],
    ['a quoted here-document is none', 'FROM a\nRUN echo "<<A"\nUSER z\n', [['FROM', 'a', 1], ['RUN', 'echo "<<A"', 2], ['USER', 'z', 3]]],
    ['flags', 'FROM --platform=linux/arm64 a\nRUN --mount=type=secret,id=x --network=none b\n', [['FROM', 'a', 1], ['RUN', 'b', 2]]],
  ])('%s', (_, text, expected) => expect(brief(text)).toEqual(expected)); // prettier-ignore

  test('words, JSON form and the old form of ENV', () => {
    const [, cmd, env, label, copy] = list(
      read('FROM a\nCMD ["x", "y z"]\nENV A b c\nLABEL "a b"="c d" e=f\nCOPY --from=x --chown=1 ["a b", "/c"]\n'),
      'instructions',
    );
    expect(cmd).toMatchObject({ json: true, words: ['x', 'y z'] });
    expect(env).toMatchObject({ json: false, words: ['A=b c'] });
    expect(label).toMatchObject({ words: ['a b=c d', 'e=f'] });
    expect(copy).toMatchObject({ json: true, words: ['a b', '/c'], flags: { from: 'x', chown: '1' } });
  });

  test('a broken JSON form is the shell form', () => {
    expect(list(read('FROM a\nCMD ["x"\n'), 'instructions')[1]).toMatchObject({ json: false });
  });

  test('no credential is shown', () => {
    const facts = read(
      'FROM a\nENV DB_PASSWORD=hunter2\nARG T=1 TOKEN=hunter2\nRUN x --token=hunter2 && y\nLABEL token=hunter2\n',
    );
    expect(JSON.stringify(facts)).not.toContain('hunter2');
    expect(list(facts, 'instructions').map(({ secret }) => secret)).toEqual([false, true, true, true, true]);
  });
});

describe('stages', () => {
  test('arguments are filled in, stages are told from images', () => {
    const facts = read(
      'ARG V=22\nARG R\nFROM node:${V} AS build\nUSER 1\nFROM BUILD AS next\nFROM $R/app:1\nFROM ${R:-x.io}/y\nFROM scratch\n',
    );
    expect(list(facts, 'stages')).toMatchObject([
      { name: 'build', repository: 'library/node', tag: '22', resolved: true, user: '1', line: 3 },
      { name: 'next', stage: true, repository: '', user: '1' },
      { resolved: false, tag: '1', repository: { reason: 'an argument of FROM has no default' } },
      { registry: 'x.io', repository: 'y', resolved: true },
      { scratch: true, final: true, repository: '' },
    ]);
  });

  test('what a final stage takes over from those it is built from', () => {
    const facts = read(
      'FROM a AS base\nENV P=80\nUSER app\nHEALTHCHECK CMD x\nLABEL a=b\nFROM x\nUSER 0\nFROM base\nEXPOSE $P 90-91/udp\nLABEL c="$P"\n',
    );
    expect(facts).toMatchObject({ user: 'app', runsAsRoot: false, healthcheck: true, ports: [80, 90, 91] });
    expect(facts['labels']).toEqual({ a: 'b', c: '80' });
    expect(list(facts, 'instructions').map(({ final }) => final)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test('stages are chosen by the platform', () => {
    const facts = read('FROM --platform=$BUILDPLATFORM a AS base-amd64\nUSER 1\nFROM base-$TARGETARCH\n');
    expect(list(facts, 'stages')).toMatchObject([{ platform: '$BUILDPLATFORM' }, { stage: true, resolved: true }]);
    expect(facts['user']).toBe('1');
  });

  test('what is not filled in stands as written', () => {
    const [stage] = list(read('ARG R\nFROM ${R}/app:${V}\nUSER ${U}\n'), 'stages');
    expect(stage).toMatchObject({ from: '$R/app:$V', user: '$U', resolved: false });
  });

  test('an argument of the stage hides nothing that stands before FROM', () => {
    expect(read('ARG U=app\nFROM a\nARG U\nUSER $U\n')).toMatchObject({ user: 'app', runsAsRoot: false });
    expect(read('ARG U=app\nFROM a\nUSER $U\n')['runsAsRoot']).toBeInstanceOf(UnknownFact);
  });
});

describe('commands', () => {
  const names = (script: string): unknown[] =>
    list(read(`FROM a\nRUN ${script}\n`), 'commands').map(({ name, pipesInto }) => [name, ...(pipesInto as string[])]);

  test.each([
    ['a && b || c; d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
    ['a | b |& c', [['a', 'b', 'c'], ['b', 'c'], ['c']]],
    ['A=1 B="x y" /usr/bin/env -i C=2 sudo -u me -E a b', [['a']]],
    ['if a; then b; fi', [['a'], ['b'], ['fi']]],
    ['! exec a', [['a']]],
    ['a > x 2>&1 < y | b', [['a', 'b'], ['b']]],
    ['(a; b) | c', [['a'], ['b', 'c'], ['c']]],
    ['bash <(a | b)', [['bash'], ['a', 'b', 'bash'], ['b', 'bash']]],
    ['bash < <(a)', [['bash'], ['a', 'bash']]],
    ['sh -c "$(a)"', [['sh'], ['a', 'sh']]],
    ['eval `a`', [['eval'], ['a', 'eval']]],
    ['echo $(a)', [['echo'], ['a']]],
    ["sh -ec 'a | b'", [['sh'], ['a', 'b'], ['b']]],
    ['["bash", "-c", "a|b"]', [['bash'], ['a', 'b'], ['b']]],
    ['["a", "|", "b"]', [['a']]],
    ['a # | b', [['a']]],
    ['a \'|\' "|" \\| b', [['a']]],
  ])('%s', (script, expected) => expect(names(script)).toEqual(expected));

  test.each([
    ['a script', 'RUN <<EOF\ncurl x | sh\nEOF', ['curl', 'sh']],
    ['given to a shell', 'RUN bash -e <<EOF\na\nEOF', ['bash', 'a']],
    ['with a shell of its own', 'RUN <<EOF\n#!/bin/bash\na\nEOF', ['a']],
    ['another language', 'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
    ['data', 'RUN cat <<EOF > /x\nrm -rf /\nEOF', ['cat']],
    ['put off', 'ONBUILD RUN a && b', ['a', 'b']],
  ])('here-document: %s', (_, text, expected) => {
    expect(list(read(`FROM a\n${text}\n`), 'commands').map(({ name }) => name)).toEqual(expected);
  });
});

test.each([
  ['', 'has no FROM'],
  ['ARG A\n', 'has no FROM'],
  ['FROM a\nFOO b\n', 'is no instruction of a Dockerfile'],
  ['<html>', 'is no instruction of a Dockerfile'],
  ['FROM a\nRUN <<EOF\nx\n', 'has a here-document that does not end'],
  [`FROM a\n${'#'.repeat(300_000)}`, 'is larger than 262144 characters'],
  ['FROM a\n'.repeat(600), 'has more than 500 build stages'],
])('a file that cannot be read is unknown and says why', (text, reason) => {
  const { facts, problems } = dockerfileFacts(text, 'x/Containerfile');
  expect(problems).toMatchObject([{ reason, path: 'x/Containerfile' }]);
  expect(facts['path']).toBe('x/Containerfile');
  expect(facts['instructions']).toBeInstanceOf(UnknownFact);
});

test('hostile files take no time', () => {
  const pieces = [
    '<<A ',
    '$(',
    '"$(',
    '`"',
    'a \\\n',
    'a|',
    'sh -c "',
    'a="',
    'A=$A ',
    ' \\',
    '<',
    '({',
    '<(',
    "sh -c 'sh -c ",
  ];
  for (const piece of pieces) dockerfileFacts(`FROM a\nRUN ${piece.repeat(20_000)}\n`, 'x');
}, 20_000);

test('mutated files are read or unknown', () => runFuzz(target, 3000, 1));
