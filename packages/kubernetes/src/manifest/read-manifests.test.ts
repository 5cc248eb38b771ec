import { describe, expect, test } from 'vitest';
import { manifestLimits } from './limits.ts';
import { readManifests } from './read-manifests.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

/** Documents as `kind/name@line:column`, problems as `code line:column`. */
function read(text: string): { documents: string[]; problems: string[] } {
  const { documents, problems } = readManifests(text, 'x.yaml');
  return {
    documents: documents.map(({ kind, name, line, column }) => `${kind}/${name}@${line}:${column}`),
    problems: problems.map(({ code, line, column }) => `${code} ${line}:${column}`),
  };
}

describe('readManifests', () => {
  test.each([
    ['nothing', '', [], []],
    ['comments, directives and separators alone', '# a\n---\n\n---\n%YAML 1.1\n---\n# b\n', [], []],
    ['documents of Helm', `---\n# Source: a/b.yaml\n${head}---\n# Source: c\n---\n${head}`, [3, 9], []],
    ['a comment behind the separator', `${head}--- # next\n${head}`, [1, 5], []],
    ['a byte order mark and Windows line ends', `\ufeff${head.replaceAll('\n', '\r\n')}`, [1], []],
    ['the end of a document', `${head}...\n${head}`, [1, 5], []],
    ['text behind the separator', `${head}--- foo\n${head}`, [1], ['syntax 4:1']],
    ['a broken document among others', `${head}---\n${head}  bad: [\n---\n${head}`, [1, 10], ['syntax 8:1']],
    ['a duplicate key', `${head}data: {a: 1, a: 2}\n---\n${head}`, [6], ['duplicate-key 4:14']],
    ['keys that only look different', `${head}data: {yes: 1, on: 2}\n`, [], ['duplicate-key 4:16']],
    ['tabs as indentation', `${head}data:\n\ta: b\n`, [], ['syntax 5:1']],
    ['a control character', `${head}# \u0001\n`, [], ['syntax 4:3']],
    ['an infinite number', `${head}data: {a: .inf}\n`, [], ['syntax 4:8']],
    ['an alias without anchor', `${head}data: *a\n`, [], ['syntax 4:1']],
    ['an anchor within itself', `${head}data: &a [*a]\n`, [], ['syntax 4:11']],
    ['a mapping as a key', `${head}? {a: b}\n: c\n`, [], ['syntax 4:3']],
    ['a tag of its own', `${head}data: [!a, b]\n`, [], ['syntax 4:10']],
    ['a bracket that closes at the margin', `${head}data: [\n  a,\n  b\n]\n---\n${head}`, [1, 9], []],
    ['an empty key', `${head}data: {~: 1}\n`, [], ['syntax 4:8']],
    ['a value that does not fit its tag', `${head}data: {a: !!int abc}\n`, [], ['syntax 4:8']],
    ['deep brackets', `${head}data: ${'['.repeat(20_000)}`, [], ['too-large']],
    ['deep nesting', `${head}data: ${'['.repeat(300)}${']'.repeat(300)}`, [], ['too-large 4:206']],
    [
      'no Kubernetes object',
      'a: b\n---\n- a\n---\ntext\n---\nkind: Pod\n',
      [],
      ['no-object 1:1', 'no-object 3:1', 'no-object 5:1', 'no-object 7:1'],
    ],
    ['null alone', 'null\n', [], []],
  ])('%s', (_title, text, lines, problems) => {
    const got = read(text);
    expect(got.documents).toEqual(lines.map((line) => `ConfigMap/a@${line}:1`));
    expect(got.problems).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });

  test.each([
    ['a line that decides', `{{ if .Values.x }}\n${head}{{ end }}\n`],
    ['a value', `${head}data: {{ .Values.data }}\n`],
    ['a name', head.replace('{name: a}', "{name: '{{ .Release.Name }}'}")],
  ])('a template that was not rendered: %s', (_title, text) => {
    const [problem] = readManifests(text, 'x.yaml').problems;
    expect(problem).toMatchObject({
      code: 'template',
      kind: 'ConfigMap',
      reason: expect.stringContaining('helm template'),
    });
  });

  test('text that holds braces is no template', () => {
    expect(read(`${head}data: {a: "{{ $labels.pod }}"}\n`).documents).toHaveLength(1);
  });

  test('a broken document keeps its kind and name', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec: [\n';
    expect(readManifests(text, 'x.yaml').problems[0]).toMatchObject({ kind: 'Pod', name: 'web', file: 'x.yaml' });
  });

  test('what a YAML 1.1 line separator hides from newer readers is read', () => {
    for (const separator of ['\u2028', '\u2029', '\u0085', '\r'])
      expect(readManifests(`${head}# c${separator}spec: 1\n`, 'x').documents[0]?.object).toHaveProperty('spec', 1);
  });

  test('keys that JavaScript knows are keys like any other', () => {
    for (const text of [
      `${head}__proto__: {polluted: 1}\n`,
      '{"apiVersion":"v1","kind":"X","__proto__":{"polluted":1}}',
    ]) {
      const object = readManifests(text, 'x').documents[0]?.object ?? {};
      expect(Object.hasOwn(object, '__proto__')).toBe(true);
      expect('polluted' in object).toBe(false);
    }
  });
});

describe('the head of a document', () => {
  test('group, version, name, namespace, labels', () => {
    const text = [
      'apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  generateName: web-', '  namespace: shop',
      '  labels: {tier: front, version: 1.0}', '  annotations: {a: b}',
    ].join('\n'); // prettier-ignore
    expect(readManifests(text, 'x').documents[0]).toMatchObject({
      apiVersion: 'apps/v1',
      group: 'apps',
      version: 'v1',
      name: 'web-',
      namespace: 'shop',
      labels: { tier: 'front', version: '1' },
      annotations: { a: 'b' },
    });
  });
});

describe('lists', () => {
  test('items are documents with their own place', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: b}\n  spec:\n    hostPID: true\n';
    const { documents } = readManifests(text, 'x');
    expect(documents.map(({ name, item, line }) => [name, item, line])).toEqual([
      ['a', 'items[0]', 4],
      ['b', 'items[1]', 7],
    ]);
    expect(documents[1]?.positionOf('spec.hostPID')).toEqual({ line: 11, column: 5 });
  });

  test('items of a typed list take kind and version from it', () => {
    const text = '{"apiVersion":"apps/v1","kind":"DeploymentList","items":[{"metadata":{"name":"a"}}]}';
    expect(readManifests(text, 'x').documents[0]).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'a',
    });
  });

  test('lists within lists, empty lists, items that are none', () => {
    const text =
      '{"kind":"List","apiVersion":"v1","items":[{"kind":"List","items":[{"apiVersion":"v1","kind":"Pod"}]},{"kind":"List","items":[]},7]}';
    const got = readManifests(text, 'x');
    expect(got.documents.map(({ item }) => item)).toEqual(['items[0].items[0]']);
    expect(got.problems).toMatchObject([{ code: 'no-object', line: 1, column: 129 }]);
  });
});

test('objects of an OpenShift template are documents beside it', () => {
  const text =
    'apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: t}\nobjects:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: "${NAME}"}\n';
  const { documents } = readManifests(text, 'x');
  expect(documents.map(({ kind, item, line }) => [kind, item, line])).toEqual([
    ['Template', '', 1],
    ['Pod', 'objects[0]', 5],
  ]);
});

describe('JSON', () => {
  test('values one after the other, with tabs', () => {
    const one = '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "a\\u0062"}\n}';
    expect(read(`${one} ${one}\n---\n${one}`).documents).toEqual(['Pod/ab@1:1', 'Pod/ab@5:3', 'Pod/ab@11:1']);
  });

  test('line separators within strings are text', () => {
    const [document] = readManifests('{"apiVersion":"v1","kind":"X","data":"a\u2028b"}', 'x').documents;
    expect(document?.object['data']).toBe('a\u2028b');
  });

  test('what is YAML, but not JSON, is read as YAML', () => {
    expect(read('{apiVersion: v1, kind: Pod,}').documents).toEqual(['Pod/@1:1']);
  });

  test.each([
    ['a duplicate key', '{"a":1,"a":2}', 'duplicate-key 1:8'],
    ['a string that is not closed', '{"a":"b', 'syntax'],
    ['a number that is too large', '{"apiVersion":"v1","kind":"X","a":[1e999,}', 'syntax'],
    ['deep nesting', '['.repeat(100_000), 'too-large 1:201'],
    ['a backslash at the end', `{"a":"${'\\'.repeat(99)}"`, 'syntax'],
  ])('%s is a problem', (_title, text, problem) => {
    expect(read(text)).toEqual({ documents: [], problems: [expect.stringContaining(problem)] });
  });
});

describe('bounds', () => {
  test('aliases that multiply', () => {
    const lines = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(9)
          .fill(i ? `*a${i - 1}` : 'x')
          .join(', ')}]`,
    );
    expect(read(`${head}${lines.join('\n')}`).problems).toEqual([expect.stringContaining('too-large')]);
  });

  test.each([
    [{ file: 10 }, head, 'characters'],
    [{ yamlDocument: 10 }, head, 'characters'],
    [{ yaml: 60 }, `${head}---\n${head}`, 'characters of YAML'],
    [{ documents: 1 }, `${head}---\n${head}`, 'more than 1 documents'],
    [
      { documents: 1 },
      `apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A}, {apiVersion: v1, kind: B}]`,
      'first 1 documents',
    ],
    [{ nodes: 3 }, head, 'keys and items'],
    [{ depth: 1 }, head, 'levels'],
  ])('%j', (limits, text, reason) => {
    const { problems } = readManifests(text, 'x', { ...manifestLimits, ...limits });
    expect(problems[0]).toMatchObject({ code: 'too-large', reason: expect.stringContaining(reason) });
  });
});
