import { UnknownFact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { type Compiled, compile } from './compile.ts';
import { extensionLibraries } from './library/extensions.ts';
import { CompileError, type Problem } from './problem.ts';
import { bool, dyn, int, listOf, mapOf, object, text } from './types.ts';

const container = object('Container', {
  name: [text, 'A name.'],
  privileged: [bool, 'A flag.'],
  ports: [listOf(int), 'Ports.'],
});
const workload = object('Workload', {
  name: [text, 'A name.'],
  labels: [mapOf(text), 'Labels.'],
  containers: [listOf(container), 'Containers.'],
  initContainers: [listOf(container), 'Containers.'],
  replicas: [int, 'How many.'],
  spec: [dyn, 'Anything.'],
});
const variables = { workload };

function compiled(source: string): Compiled {
  return compile(source, { variables, libraries: extensionLibraries });
}

function problemsOf(source: string, resultType = bool): readonly Problem[] {
  try {
    compile(source, { variables, libraries: extensionLibraries, resultType });
    return [];
  } catch (error) {
    if (error instanceof CompileError) return error.problems;
    throw error;
  }
}

describe('problems', () => {
  test.each<[string, number, string | RegExp, string?]>([
    ['workload.contaners.exists(c, c.privileged)', 9, 'Workload has no field "contaners"', 'containers'],
    ['workload.containers.exists(c, c.priviliged)', 32, 'Container has no field "priviliged"', 'privileged'],
    ['worklod.name == ""', 0, 'there is no variable "worklod"', 'workload'],
    ['workload.containers.exists(con, co.privileged)', 32, 'there is no variable "co"', 'con'],
    ['workload.name.startWith("a")', 14, 'there is no method "startWith"', 'startsWith'],
    ['sets.contain([1], [1])', 5, 'there is no function "sets.contain"', 'sets.contains'],
    ['siez(workload.name) > 1', 0, 'there is no function "siez"', 'size'],
    ['workload.containers.exist(c, true)', 20, 'there is no method "exist"', 'exists'],
    ['workload.containers.exists(true)', 20, 'exists takes other arguments'],
    ['workload.name.size', 14, /string has no fields/],
    ['workload.replicas == "1"', 18, '"==" does not take int and string'],
    ['workload.replicas > "1"', 18, '">" does not take int and string'],
    ['workload.replicas && true', 9, 'expected a bool, not int'],
    ['"a" in workload.name', 4, '"in" does not take string and string'],
    ['workload.name + 1 == ""', 14, '"+" does not take string and int'],
    ['workload.name', 0, 'expected bool, not string'],
    ['workload.name ? true : false', 9, 'expected a bool, not string'],
    ['(true ? 1 : "a") == 1', 6, 'the two results differ in type: int and string'],
    ['has(workload)', 4, 'has() takes a field: has(a.b)'],
    ['workload.containers.exists(1, true)', 27, 'a macro binds a simple name'],
    ['workload.containers.exists(c.d, true)', 29, 'a macro binds a simple name'],
    ['workload.containers.all(a, a, true)', 27, 'the two variables have the same name'],
    ['workload.replicas.all(x, true)', 18, 'int is neither list nor map'],
    ['workload.containers.all(c, c.name)', 29, 'expected a bool, not string'],
    ['workload.containers["a"].privileged', 20, 'index of a list is an int, not string'],
    ['workload[workload.name] == ""', 18, 'Workload cannot be indexed'],
    ['!workload.name', 10, 'expected a bool, not string'],
    ['-workload.name == ""', 0, '"-" does not take string'],
    ['{1.5: 2}.size() == 1', 1, 'double cannot be a key'],
    ['workload.name.matches(1)', 14, 'matches does not take (string, int)'],
    ['[?workload.name].size() == 1', 11, '"?" takes an optional, not string'],
    ['workload.name == ', 17, 'expression ends too early'],
    ['workload.name == "a', 17, 'string has no end'],
    ["workload.name == 'a\nb'", 17, 'string has no end'],
    ['workload.name = "a"', 14, /unexpected character/],
    ['workload.name == "\\q"', 18, 'invalid escape sequence'],
    ['a.b.for == package', 11, '"package" is a reserved word'],
    ['(workload.name == ""', 20, 'expected ")" before "end of the expression"'],
    ['Workload{name: "a"}.name == ""', 8, 'messages cannot be made here'],
    ['99999999999999999999 > 1', 0, 'int literal out of range'],
    ['true true', 5, 'unexpected "true"'],
    ['', 0, 'expression ends too early'],
    ['  // nothing', 12, 'expression ends too early'],
  ])('%s', (source, offset, message, suggestion) => {
    const [problem] = problemsOf(source);
    expect(problem?.message).toMatch(message);
    expect({ offset: problem?.offset, suggestion: problem?.suggestion }).toEqual({ offset, suggestion });
  });

  test('all of them are told at once', () => {
    const problems = problemsOf('workload.nam == "" || workload.replcas > 1 || foo');
    expect(problems.map((problem) => problem.suggestion ?? problem.message)).toEqual([
      'name',
      'replicas',
      'there is no variable "foo"',
    ]);
  });

  test('what is good is not refused', () => {
    for (const source of [
      'workload.spec.a.b[0].c == 1 || workload.spec["x"] == "y"',
      'workload.labels.all(k, v, k != v) && workload.labels.app != ""',
      'workload.replicas > 1.5 && 1 == 1.0 && workload.name != null',
      '(workload.containers + workload.initContainers).exists(c, 80 in c.ports)',
      'workload.containers.map(c, c.ports).exists(p, size(p) > 0)',
      '[] == workload.containers || {} == workload.labels',
      'workload == null || has(workload.spec.x)',
      'workload.?labels.app.orValue("") == "" && workload.labels[?"a"].hasValue()',
      'cel.bind(x, workload.name, x == "" || x.size() > 1)',
      'type(workload.name) == string && type(now) == google.protobuf.Timestamp',
      'workload.containers.exists(workload, workload.privileged)',
      'workload.containers.exists(c, .workload.name == c.name)',
    ]) {
      expect(problemsOf(source), source).toEqual([]);
    }
  });
});

describe('reads', () => {
  test.each<[string, readonly string[]]>([
    ['workload.name == "" && workload.replicas > 1', ['workload.name', 'workload.replicas']],
    ['workload.labels["a"] == workload.labels.b', ['workload.labels.a', 'workload.labels.b']],
    ['workload.labels[workload.name] == ""', ['workload.labels[]', 'workload.name']],
    [
      'workload.containers.exists(c, c.privileged)',
      ['workload.containers', 'workload.containers[]', 'workload.containers[].privileged'],
    ],
    ['workload.containers[0].name == ""', ['workload.containers[].name']],
    ['size(workload.containers) > 1', ['workload.containers']],
    ['has(workload.spec.a.b)', ['workload.spec.a.b']],
    ['now > timestamp("2026-01-01T00:00:00Z")', ['now']],
    ['cel.bind(x, workload.spec, x.a == x.b)', ['workload.spec.a', 'workload.spec.b']],
    ['1 == 1', []],
  ])('%s', (source, paths) => {
    const reads = compiled(source).reads;
    for (const path of paths) expect(reads).toContain(path);
    // Nothing that the expression does not name.
    for (const read of reads)
      expect(paths.some((path) => path === read || read.startsWith(path) || path.startsWith(read))).toBe(true);
  });

  test('what stands behind filters, sums and lists of lists is read too', () => {
    expect(compiled('workload.containers.filter(c, c.privileged).exists(c, c.name == "")').reads).toContain(
      'workload.containers[].name',
    );
    const both = compiled('(workload.containers + workload.initContainers).exists(c, c.privileged)').reads;
    expect(both).toContain('workload.containers[].privileged');
    expect(both).toContain('workload.initContainers[].privileged');
    const each = compiled('[workload.containers, workload.initContainers].exists(l, l.exists(c, c.privileged))').reads;
    expect(each).toContain('workload.initContainers[].privileged');
  });
});

describe('trace', () => {
  const facts = {
    workload: {
      name: 'shop',
      containers: [{ name: 'a', privileged: true }, { name: 'b' }],
      labels: new UnknownFact('no access'),
    },
  };

  function trace(source: string): Record<string, string> {
    const seen = new Map<string, string>();
    compiled(source).evaluate(facts, { now: new Date(0), trace: seen });
    return Object.fromEntries(seen);
  }

  test('says what was looked at, and nothing else', () => {
    expect(trace('workload.name == "shop" || workload.replicas > 1')).toEqual({ 'workload.name': '"shop"' });
    expect(trace('workload.name == "x" || workload.replicas > 1')).toEqual({
      'workload.name': '"shop"',
      'workload.replicas': 'absent',
    });
    expect(trace('workload.containers.exists(c, c.privileged)')).toEqual({
      'workload.containers': 'a list of 2',
      'workload.containers[0].privileged': 'true',
    });
    expect(trace('has(workload.replicas) && workload.?spec.?a.orValue(1) == 1')).toEqual({
      'workload.replicas': 'absent',
    });
    expect(trace('!has(workload.replicas) && workload.?spec.?a.orValue(1) == 1')).toEqual({
      'workload.replicas': 'absent',
      'workload.spec.a': 'absent',
    });
    expect(trace('workload.labels.a == ""')).toEqual({ 'workload.labels.a': 'unknown: no access' });
  });

  test('changes no outcome', () => {
    const source = 'workload.containers.all(c, !c.privileged || c.name == "a") && workload.labels.a == ""';
    const plain = compiled(source).evaluate(facts, { now: new Date(0) });
    expect(compiled(source).evaluate(facts, { now: new Date(0), trace: new Map() })).toEqual(plain);
  });
});

describe('nothing but own fields is read', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'reason', 'prototype'];

  test.each(names)('%s', (name) => {
    const facts = { workload: { spec: { list: [1], text: 'x' }, labels: {} } };
    for (const path of [
      `workload.spec.${name}`,
      `workload.spec["${name}"]`,
      `workload.labels.${name}`,
      `workload.spec.list.${name}`,
    ]) {
      const result = compiled(`has(${path.replace(/\["(.*)"\]/, '.$1')})`).evaluate(facts, { now: new Date(0) });
      expect(result.kind === 'value' && result.value === true, path).toBe(false);
    }
    const read = compiled(`workload.spec.${name} == null && workload.labels["${name}"] == ""`);
    expect(read.evaluate(facts, { now: new Date(0) })).toEqual({ kind: 'value', value: true });
    expect(compiled(`"${name}" in workload.labels`).evaluate(facts, { now: new Date(0) })).toMatchObject({
      value: false,
    });
    expect(
      compiled(`{"${name}": 1}["${name}"] == 1 && !("a" in {"${name}": 1})`).evaluate(facts, { now: new Date(0) }),
    ).toMatchObject({ value: true });
    const own = { workload: { spec: JSON.parse(`{"${name}": 5}`) } };
    expect(compiled(`workload.spec["${name}"] == 5`).evaluate(own, { now: new Date(0) })).toMatchObject({
      value: true,
    });
  });

  test('variables and functions are not taken from the prototype either', () => {
    for (const source of [
      'constructor == null',
      '__proto__ == null',
      'toString()',
      'workload.name.toString()',
      'workload.constructor == null',
    ]) {
      expect(problemsOf(source).length, source).toBeGreaterThan(0);
    }
  });

  test('facts that nest deeper than the stack are an error', () => {
    let list: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) list = [list];
    const facts = { workload: { spec: list as never } };
    expect(compiled('workload.spec == [1]').evaluate(facts, { now: new Date(0) })).toMatchObject({ kind: 'error' });
  });
});
