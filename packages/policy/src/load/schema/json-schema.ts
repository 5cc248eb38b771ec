export type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** The part of JSON Schema (draft 2020-12) that the published schemas use, and that our validator reads. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Of the keys that `additionalProperties` lets in. */
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Alternatives that differ in `type`. */
  readonly anyOf?: readonly JsonSchema[];
}

export const API_VERSION = 'pratique.dev/v1';

/** A text of at least one character. */
export function textOf(description: string, more: Partial<JsonSchema> = {}): JsonSchema {
  return { type: 'string', minLength: 1, description, ...more };
}

export function listOfText(description: string, more: Partial<JsonSchema> = {}): JsonSchema {
  return { type: 'array', items: { type: 'string', minLength: 1, ...more }, description };
}

/** Declares an object that knows its keys; every key without `?` in front must be there. */
export function closed(description: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const required = Object.keys(properties).filter((key) => !key.startsWith('?'));
  const named = Object.entries(properties).map(([key, schema]) => [key.replace(/^\?/, ''), schema] as const);
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(named),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

const name = textOf('Lower case letters, digits, dashes and dots; unique among objects of the kind.', {
  pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
  maxLength: 253,
});

const words: JsonSchema = {
  type: 'object',
  description: 'Free for your own use.',
  additionalProperties: { type: 'string' },
};

/** The frame that all kinds share. */
export function objectOf(kind: string, title: string, spec: JsonSchema): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...closed(`A ${kind}.`, {
      apiVersion: { type: 'string', const: API_VERSION, description: 'Version of the format.' },
      kind: { type: 'string', const: kind, description: 'Kind of the object.' },
      metadata: closed('Who it is.', { name, '?labels': words, '?annotations': words }),
      spec,
    }),
  };
}

const globs = (what: string): JsonSchema =>
  listOfText(`${what}: names or globs (\`*\` within a name); \`!\` in front excludes. Empty: all.`);

/** Where a policy, an override or an exception holds. */
export const scopeSchema: JsonSchema = closed('Where it holds; left out: everywhere.', {
  '?clusters': globs('Clusters'),
  '?namespaces': globs('Namespaces'),
  '?applications': globs('Applications'),
  '?teams': globs('Teams'),
  '?repositories': globs('Image repositories, `**` over several segments'),
  '?labels': {
    type: 'object',
    description: 'Label → globs of its value.',
    additionalProperties: globs('Values'),
  },
});

/** A parameter's value. */
export const valueSchemas: readonly JsonSchema[] = [
  { type: ['string', 'number', 'boolean'] },
  { type: 'array', items: { type: 'string' } },
];

const decision: JsonSchema = {
  type: 'string',
  enum: ['allow', 'warn', 'deny'],
  description: 'What a violation means at this stage.',
};

/** Stage → decision. */
export const decisionsSchema: JsonSchema = closed('What a violation means at each stage; a stage left out allows.', {
  '?build': decision,
  '?registry': decision,
  '?deploy': decision,
  '?runtime': decision,
});
