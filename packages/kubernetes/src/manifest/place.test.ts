import { describe, expect, test } from 'vitest';
import { pathSteps } from './place.ts';
import { readManifests } from './read-manifests.ts';

test.each([
  ['spec.containers[0].name', ['spec', 'containers', 0, 'name']],
  ['metadata.annotations["a.b/c"]', ['metadata', 'annotations', 'a.b/c']],
  ["data['x y'].z", ['data', 'x y', 'z']],
  ['items[2].items[10]', ['items', 2, 'items', 10]],
  ['', []],
  ['a..b', ['a']],
  ['a[x]', ['a']],
])('%s', (path, steps) => {
  expect(pathSteps(path)).toEqual(steps);
});

const yaml = `apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations:
    example.com/a.b: c
x-common: &common
  privileged: true
spec:
  containers:
  - name: a
    image: b
    securityContext: *common
  - {name: c,
     image: d}
  initContainers:
    -
      name: e
`;

describe('positionOf', () => {
  test.each([
    ['spec', 9, 1],
    ['spec.containers', 10, 3],
    ['spec.containers[0]', 11, 5],
    ['spec.containers[0].image', 12, 5],
    ['spec.containers[1].image', 15, 6],
    ['spec.initContainers[0].name', 18, 7],
    // An alias leads to what it stands for.
    ['spec.containers[0].securityContext.privileged', 8, 3],
    ['metadata.annotations.example.com/a.b', 6, 5],
    ['metadata.annotations["example.com/a.b"]', 6, 5],
    // What is not there: its nearest ancestor.
    ['spec.containers[0].resources.limits.memory', 11, 5],
    ['spec.containers[7].image', 10, 3],
    ['nothing', 1, 1],
    ['', 1, 1],
  ])('%s: %d:%d', (path, line, column) => {
    const [document] = readManifests(yaml, 'x').documents;
    expect(document?.positionOf(path)).toEqual({ line, column });
  });

  test('in JSON', () => {
    const [document] = readManifests(
      '{"apiVersion":"v1","kind":"Pod",\n "spec":{"containers":[{"name":"a"},\n{"name":"b"}]}}',
      'x',
    ).documents;
    expect(document?.positionOf('spec.containers[1]')).toEqual({ line: 3, column: 1 });
    expect(document?.positionOf('spec.containers[0].name')).toEqual({ line: 2, column: 25 });
  });

  test('with lines that end in a carriage return and a line feed', () => {
    const [document] = readManifests(yaml.replaceAll('\n', '\r\n'), 'x').documents;
    expect(document?.positionOf('spec.containers[0].image')).toEqual({ line: 12, column: 5 });
  });
});
