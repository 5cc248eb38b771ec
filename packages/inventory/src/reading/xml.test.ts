import { describe, expect, test } from 'vitest';
import { childOf, childrenOf, childText, readXml, type XmlElement } from './xml.ts';

function read(bytes: Buffer | string): ReturnType<typeof readXml> {
  const content = Buffer.from(bytes as string);
  return readXml({ entry: { path: 'x', type: 'file', size: content.length, mode: 0, uid: 0, gid: 0 }, bytes: content });
}

function rootOf(text: string): XmlElement | undefined {
  const reading = read(text);
  return 'value' in reading ? reading.value : undefined;
}

describe('readXml', () => {
  test('builds elements, without namespace prefixes, text trimmed', () => {
    const root = rootOf(
      '<?xml version="1.0"?><m:a xmlns:m="urn:x" m:k="v"><b> one </b><b><![CDATA[<two>]]></b><c/></m:a>',
    );
    expect(root).toMatchObject({ name: 'a', attributes: { k: 'v' } });
    expect(childrenOf(root, 'b').map(({ text }) => text)).toEqual(['one', '<two>']);
    expect(childText(root, 'none')).toBe('');
    expect(childOf(root, 'c')?.children).toEqual([]);
  });

  test('does not expand entities of a DTD', () => {
    const root = rootOf('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "ff">]><a>&e;&f;&amp;</a>');
    expect(root?.text).toBe('&e;&f;&');
  });

  test('takes blank lines before the declaration', () => {
    expect(rootOf('\n\n<?xml version="1.0"?><a/>')?.name).toBe('a');
  });

  test('decodes what the declaration names', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
    const reading = readXml({ entry: { path: 'x', type: 'file', size: 1, mode: 0, uid: 0, gid: 0 }, bytes });
    expect('value' in reading && reading.value.text).toBe('é');
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an open element', '<a><b></a>'],
    ['deep nesting', `${'<a>'.repeat(10_000)}`],
    ['two roots', '<a/><b/>'],
  ])('%s is malformed', (_title, text) => {
    expect(read(text)).toHaveProperty('problem.unknowns.0.code', 'malformed');
  });
});
