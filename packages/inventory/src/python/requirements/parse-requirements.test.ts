import { describe, expect, test } from 'vitest';
import { parseRequirements } from './parse-requirements.ts';

describe('parseRequirements', () => {
  test.each([
    ['a==1.0', ['a@1.0']],
    ['a == 1.0 # comment', ['a@1.0']],
    ['a==1.0#not-a-comment', []],
    ['a[x,y]==1.0;python_version<"3"', ['a@1.0']],
    ['a==1.0 \\\n  --hash=sha256:00 \\\n# comment ends it\nb==2.0', ['a@1.0', 'b@2.0']],
    ['a==1.0 \\', ['a@1.0']],
    ['a==v1.0', ['a@v1.0']],
    ['a==1.0 @ git+https://github.com/o/r@v1', ['a@1.0']],
    ['a>=1.0', ['a@']],
    ['a==1.*', ['a@']],
    ['a==${X}', ['a@']],
    ['a @ file:///build/a', ['a@']],
    ['-e git+https://h/o/r.git#egg=r', ['r@']],
    ['-e .', []],
    ['--editable=./x', []],
    ['-r other.txt', []],
    ['--index-url https://user:secret@h/simple', []],
  ])('%s', (text, expected) => {
    const { requirements, rejected } = parseRequirements(text);
    expect(requirements.map(({ name, version }) => `${name}@${version}`)).toEqual(expected);
    expect(rejected).toEqual(text.includes('#not') ? [text] : []);
  });

  test.each([
    'pkg[extra==1.0',
    'foo]bar==1.0',
    'celery[redis]]==4.4.7',
    'foo|bar==1.2.4',
    'foo{bar}==%%',
    'foo,bar&&foobar==1.2.3',
    "foo=='invalid-version'",
    "%if x=='click'-%}",
    '==1.0',
    'a==',
    'a 1.0',
    '{',
    `a==${'1'.repeat(300_000)}`,
  ])('rejects %#', (line) => {
    expect(parseRequirements(`good==1.0\n${line}\n`)).toEqual({
      requirements: [{ name: 'good', version: '1.0' }],
      rejected: [line],
    });
  });
});
