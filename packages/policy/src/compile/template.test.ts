import { describe, expect, it } from 'vitest';
import { parseTemplate } from './template.ts';

const shown = (text: string): string[] =>
  parseTemplate(text).parts.map((part) => (part.kind === 'text' ? part.text : `<${part.source}@${part.offset}>`));

describe('parseTemplate', () => {
  it.each([
    ['plain', ['plain']],
    ['', []],
    ['{a}', ['<a@1>']],
    ['x {a.b} y {c}', ['x ', '<a.b@3>', ' y ', '<c@11>']],
    ['{{literal}} {a}', ['{literal} ', '<a@13>']],
    [`{a == "}" ? "{" : '\\'}'}`, [`<a == "}" ? "{" : '\\'}'@1>`]],
    ['{ {"k": 1}["k"] }', ['< {"k": 1}["k"] @1>']],
    ['{r"\\"}!', ['<r"\\"@1>', '!']],
    ['{"""a"}b"""}', ['<"""a"}b"""@1>']],
  ])('%s', (text, parts) => {
    expect(shown(text)).toEqual(parts);
    expect(parseTemplate(text).problems).toEqual([]);
  });

  it.each([
    ['a {b', 2],
    ['a } b', 2],
    ['{"unclosed}', 0],
  ])('says what is wrong with %s', (text, offset) => {
    expect(parseTemplate(text).problems.map((problem) => problem.offset)).toEqual([offset]);
  });
});
