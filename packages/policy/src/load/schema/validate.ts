import { didYouMean } from '../suggest.ts';
import type { Problems } from '../problems.ts';
import type { YamlNode } from '../yaml-tree.ts';
import type { JsonSchema, JsonType } from './json-schema.ts';

const article: Readonly<Record<JsonType, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
};

function typesOf({ type, anyOf }: JsonSchema): readonly JsonType[] {
  if (anyOf) return anyOf.flatMap(typesOf);
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : (type as readonly JsonType[]);
}

function typeOf(node: YamlNode): JsonType {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'array';
  if (node.value === null) return 'null';
  return typeof node.value as JsonType;
}

function fits(node: YamlNode, { type }: JsonSchema): boolean {
  const types = type === undefined ? [] : typeof type === 'string' ? [type] : type;
  const own = typeOf(node);
  if (own === 'number' && types.includes('integer')) return Number.isInteger((node as { value: unknown }).value);
  return types.length === 0 || types.includes(own);
}

/** Says everything in which a value differs from its schema: each problem with its place and path. */
export class SchemaCheck {
  readonly #file: string;
  readonly #problems: Problems;

  constructor(file: string, problems: Problems) {
    this.#file = file;
    this.#problems = problems;
  }

  check(node: YamlNode, schema: JsonSchema, path: string): void {
    const chosen = schema.anyOf ? schema.anyOf.find((one) => fits(node, one)) : schema;
    if (!chosen || !fits(node, chosen)) {
      const wanted = typesOf(schema).map((type) => article[type]);
      const quoted = wanted.includes('text') && typeOf(node) !== 'object' && typeOf(node) !== 'array';
      const advice = quoted && typeOf(node) !== 'null' ? '; put it in quotes' : '';
      return this.#say(node, path, `must be ${wanted.join(' or ')}, is ${article[typeOf(node)]}${advice}`);
    }
    if (node.kind === 'map') this.#map(node, chosen, path);
    else if (node.kind === 'list') this.#list(node, chosen, path);
    else if (typeof node.value === 'string') this.#text(node, node.value, chosen, path);
  }

  #say(node: Pick<YamlNode, 'line' | 'column'>, path: string, message: string): void {
    this.#problems.add(this.#file, node, path, message);
  }

  #map(node: YamlNode & { kind: 'map' }, schema: JsonSchema, path: string): void {
    const { properties, additionalProperties: others } = schema;
    for (const [key, { key: at, value }] of node.entries) {
      const inner = path === '' ? key : `${path}.${key}`;
      const known = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (known) this.check(value, known, inner);
      else if (others === false)
        this.#say(at, inner, `there is no such key${didYouMean(key, Object.keys(properties ?? {}))}`);
      else {
        if (schema.propertyNames) this.#text(at, key, schema.propertyNames, inner);
        if (typeof others === 'object') this.check(value, others, inner);
      }
    }
    for (const key of schema.required ?? [])
      if (!node.entries.has(key)) this.#say(node, path === '' ? key : `${path}.${key}`, 'is missing');
    const { minProperties = 0, maxProperties = Infinity } = schema;
    if (node.entries.size < minProperties) this.#say(node, path, `must have at least ${minProperties} key`);
    if (node.entries.size > maxProperties) this.#say(node, path, `must have at most ${maxProperties} keys`);
  }

  #list(node: YamlNode & { kind: 'list' }, schema: JsonSchema, path: string): void {
    const { minItems = 0, maxItems = Infinity, items } = schema;
    if (node.items.length < minItems) this.#say(node, path, 'must not be empty');
    if (node.items.length > maxItems) this.#say(node, path, `must have at most ${maxItems} entries`);
    if (items) for (const [index, item] of node.items.entries()) this.check(item, items, `${path}[${index}]`);
  }

  #text(at: Pick<YamlNode, 'line' | 'column'>, value: string, schema: JsonSchema, path: string): void {
    const { minLength = 0, maxLength = Infinity, pattern } = schema;
    if (schema.const !== undefined && value !== schema.const) this.#say(at, path, `must be ${schema.const}`);
    if (schema.enum && !schema.enum.includes(value)) {
      const one = schema.enum.join(', ');
      return this.#say(at, path, `must be one of ${one}${didYouMean(value, schema.enum)}`);
    }
    if (value.trim().length < minLength) this.#say(at, path, 'must not be empty');
    else if (value.length > maxLength) this.#say(at, path, `must have at most ${maxLength} characters`);
    // The patterns are ours, and linear; only the values are from outside.
    else if (pattern !== undefined && !new RegExp(pattern).test(value)) this.#say(at, path, `must match ${pattern}`);
  }
}
