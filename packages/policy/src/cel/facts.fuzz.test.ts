import { type Fact, UnknownFact } from '@pratique/model';
import {
  array,
  assert,
  boolean,
  constantFrom,
  date,
  dictionary,
  double,
  type Arbitrary,
  integer,
  jsonValue,
  oneof,
  property,
  record,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { extensionLibraries } from './library/extensions.ts';
import {
  bool,
  type CelType,
  double as doubleType,
  duration,
  dyn,
  instant,
  int,
  listOf,
  mapOf,
  object,
  text,
} from './types.ts';

const part = object('Part', { name: [text, 'Name.'], size: [int, 'Size.'], ports: [listOf(int), 'Ports.'] });
const types: Readonly<Record<string, CelType>> = {
  flag: bool,
  size: int,
  score: doubleType,
  name: text,
  at: instant,
  span: duration,
  names: listOf(text),
  parts: listOf(part),
  part,
  labels: mapOf(text),
  any: dyn,
};
const thing = object(
  'Thing',
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, [type, 'A field.'] as const])),
);

const expressions = [
  'x.flag && x.size > 1 || x.name == "a"',
  'x.parts.exists(p, p.size > 2 && 80 in p.ports)',
  'x.parts.all(i, p, p.name != "" || i > 1)',
  'x.parts.filter(p, p.size > 1).map(p, p.name + "x") == x.names',
  'x.parts.exists_one(p, p == x.part)',
  'size(x.parts) + size(x.labels) + x.name.size() > 3',
  'now - x.at > x.span || x.at.getHours("Europe/Zurich") > 3',
  'x.labels.all(k, v, k.startsWith("a") || v.matches("^(a+)+$"))',
  'x.labels.values == "" || has(x.labels.length) || x.labels["constructor"] == ""',
  'x.any.values.exists(v, v == 1) || x.any[0] == x.any.a.b || has(x.any.a.b)',
  'x.?part.?name.orValue("") == x.any.?a[?0].orValue("")',
  'string(x.size) in x.names || double(x.size) > x.score',
  '{"a": x.any, "b": x.parts}.exists(k, v, v == x.any)',
  'cel.bind(all, x.parts + x.parts, all.all(p, p.ports.all(n, n < 65536)))',
  'x.any == x.any && type(x.any) != type(x.parts) && [x.any, x.part] == [x.part, x.any]',
  'x.size / x.size == 1 || x.names[x.size] == ""',
  'x.parts.transformMap(i, p, p.name).exists(i, n, n == "a")',
].map((source) => compile(source, { variables: { x: thing }, libraries: extensionLibraries, resultType: bool }));

const words = constantFrom('', 'a', 'aaaa', '1', '72h', '2026-01-01T00:00:00Z', '__proto__', '\ud800');
const json = jsonValue({ maxDepth: 4 }) as Arbitrary<Fact>;
const odd: Arbitrary<Fact> = oneof(
  json,
  constantFrom<Fact[]>(undefined, new UnknownFact('lost'), 2n ** 70n, new Date(Number.NaN)),
);

/** Facts mostly of the type, sometimes of anything. */
function factOf(type: CelType): Arbitrary<Fact> {
  return oneof({ weight: 5, arbitrary: usual(type) }, { weight: 1, arbitrary: odd });
}

function usual(type: CelType): Arbitrary<Fact> {
  switch (type.kind) {
    case 'bool':
      return boolean();
    case 'int':
      return integer({ min: -2, max: 90 });
    case 'double':
      return double();
    case 'timestamp':
      return date();
    case 'list':
      return array(factOf(type.element), { maxLength: 3 });
    case 'map':
      return dictionary(words, factOf(type.value), { maxKeys: 3 });
    case 'object':
      return record(Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, factOf(field.type)])));
    case 'dyn':
      return json;
    default:
      return words;
  }
}

describe('facts of any shape', () => {
  test('come to a value, an unknown or an error, with a trace as without', () => {
    assert(
      property(factOf(thing), (x) => {
        for (const expression of expressions) {
          const now = new Date(1_700_000_000_000);
          const plain = expression.evaluate({ x }, { now, costLimit: 100_000 });
          const trace = new Map<string, string>();
          expect(expression.evaluate({ x }, { now, costLimit: 100_000, trace }), expression.source).toEqual(plain);
          if (plain.kind === 'value') expect(typeof plain.value).toBe('boolean');
          if (plain.kind === 'unknown') expect(plain.fields.length).toBeGreaterThan(0);
        }
      }),
      { seed: 6, numRuns: 400 },
    );
  });
});
