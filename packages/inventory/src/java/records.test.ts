import { describe, expect, test } from 'vitest';
import { archiveLicense } from './bundle-license.ts';
import { attribute, attributeOfSections, parseManifest } from './manifest.ts';
import { parsePomProperties } from './pom-properties.ts';
import { parsePomXml } from './pom-xml.ts';

describe('parseManifest', () => {
  test('folds lines, whatever ends them, and keeps sections apart', () => {
    const manifest = parseManifest(
      'Manifest-Version: 1.0\r\nPlugin-Url: https://example.com/a\r\n bc\r\n\r\n\r\nName: x/\rA: 1\n\nName: y/\nA: 1',
    );
    expect(attribute(manifest, 'PLUGIN-URL')).toBe('https://example.com/abc');
    expect(manifest.sections).toHaveLength(2);
    expect(attributeOfSections(manifest, 'A')).toBe('1');
    expect(attributeOfSections(manifest, 'Name')).toBeUndefined();
  });

  test.each(['', ' ', ':', 'no colon', '\0\0'])('%j is no error', (text) => {
    expect(attribute(parseManifest(text), 'Implementation-Version')).toBeUndefined();
  });

  test.each(['${project.version}', '%pluginName', '@VERSION@', ''])('%j is no value', (value) => {
    expect(attribute(parseManifest(`Implementation-Version: ${value}`), 'Implementation-Version')).toBeUndefined();
  });
});

describe('parsePomProperties', () => {
  test.each([
    ['groupId=org.a\nartifactId=b\nversion=1.0', { group: 'org.a', artifact: 'b', version: '1.0' }],
    [
      '#Generated\r\n#Mon\r\nversion = 1.0 \r\ngroupId: org.a\r\nartifactId b\r\n',
      { group: 'org.a', artifact: 'b', version: '1.0' },
    ],
    ['groupId=org.a\nartifactId=b\nversion=${project.version}', { group: 'org.a', artifact: 'b', version: undefined }],
    ['artifactId=b\nversion=1.0-SNAPSHOT', { group: undefined, artifact: 'b', version: '1.0-SNAPSHOT' }],
    ['<html>', {}],
  ])('%j', (text, expected) => {
    expect(parsePomProperties(text)).toMatchObject(expected);
  });
});

describe('parsePomXml', () => {
  test('takes from the parent what the project leaves out, and fills properties', () => {
    const text = `<?xml version="1.0"?><project><parent><groupId>org.a</groupId><version>7</version></parent>
      <artifactId>b</artifactId><version>\${revision}</version><properties><revision>1.2</revision></properties>
      <dependencies><dependency><artifactId>c</artifactId><version>9</version></dependency></dependencies>
      <licenses><license><name>MIT</name></license><license><url>https://www.apache.org/licenses/LICENSE-2.0</url></license></licenses>
      </project>`;
    const project = parsePomXml(text);
    expect(project).toMatchObject({ group: 'org.a', artifact: 'b', version: '1.2' });
    expect(archiveLicense(project.licenses, undefined)).toBe('MIT OR Apache-2.0');
  });

  test.each([
    ['comments', '<project><!-- <version>9</version> --><version>1.<!-- . -->2</version></project>', '1.2'],
    ['a section of character data', '<project><version><![CDATA[1.2]]></version></project>', '1.2'],
    ['attributes', '<project xsi="a>b"><version combine.self=\'>"\'>1.2</version\n></project>', '1.2'],
    ['a document type', '<!DOCTYPE project [ <!ENTITY v "9"> ]>\n<project><version>1.2</version></project>', '1.2'],
    ['references', '<project><version>1&#46;2&#x2d;a</version></project>', '1.2-a'],
    ['entities that nothing declares', '<project><name>&oslash;</name><version>1.2</version></project>', '1.2'],
    ['empty elements', '<project><dependencies/><version>1.2</version><version /></project>', undefined],
    ['a byte-order mark', '\ufeff<?xml version="1.0"?><project><version>1.2</version></project>', '1.2'],
    ['what follows the project', '<project><version>1.2</version></project><a><version>9</version></a>', '1.2'],
    ['elements of others', '<project><build><version>9</version></build><version>1.2</version></project>', '1.2'],
    ['a tag of another name', '<project><name>a</nam><version>1.2</version></project>', undefined],
    ['a reference to no character', '<project><version>1.2&#0;</version></project>', undefined],
  ])('reads %s', (_, text, version) => {
    expect(parsePomXml(text).version).toBe(version);
  });

  test('takes as long as the document is', () => {
    for (const part of ['<!>', '<![', '<!--', '<a "', '<a>', '<a/>', '</', '&', `<${'a'.repeat(5000)}>`]) {
      expect(parsePomXml(`<project>${part.repeat(1_000_000 / part.length)}`).version).toBeUndefined();
    }
  });

  test('tells what stands before a damage', () => {
    expect(parsePomXml('<project><groupId>org.a</groupId><artifactId>b</artifactId><version>1</ver').artifact).toBe(
      'b',
    );
  });

  test.each(['', '<a', '<project>'.repeat(1000), '<!DOCTYPE x [<!ENTITY a "b">]><project>&a;</project>', '${'])(
    '%j is no error',
    (text) => {
      expect(parsePomXml(text).version).toBeUndefined();
    },
  );
});

describe('archiveLicense', () => {
  test.each([
    ['http://www.apache.org/licenses/LICENSE-2.0.txt', 'Apache-2.0'],
    ['Apache-2.0;link="https://www.apache.org/licenses/LICENSE-2.0"', 'Apache-2.0'],
    [
      'http://www.apache.org/licenses/LICENSE-2.0, http://www.eclipse.org/org/documents/epl-v10.php',
      'Apache-2.0 OR EPL-1.0',
    ],
    ['"Apache License, Version 2.0";link="x"', 'Apache-2.0'],
    ['<<EXTERNAL>>', undefined],
    ['https://example.com/license', undefined],
  ])('Bundle-License: %s', (header, expected) => {
    expect(archiveLicense([], parseManifest(`Bundle-License: ${header}`))).toBe(expected);
  });
});
