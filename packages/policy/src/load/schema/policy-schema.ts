import {
  closed,
  decisionsSchema,
  type JsonSchema,
  listOfText,
  objectOf,
  scopeSchema,
  textOf,
  valueSchemas,
} from './json-schema.ts';

const cel = (description: string): JsonSchema => textOf(`${description} CEL.`, { maxLength: 20_000 });

const parameter: JsonSchema = {
  description: 'A default, or type, default and description. Read in conditions as `params.NAME`.',
  anyOf: [
    ...valueSchemas,
    closed('Type, default and description.', {
      '?type': {
        type: 'string',
        enum: ['bool', 'int', 'double', 'string', 'duration', 'timestamp', 'list'],
        description: 'Type of its value; left out, that of its default.',
      },
      default: { anyOf: valueSchemas, description: 'Value unless a profile gives another.' },
      '?description': textOf('One sentence.'),
    }),
  ],
};

/** Names that CEL can read: letters, digits and underscores. */
const identifier: JsonSchema = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 64 };

/** JSON Schema of a policy. */
export const policySchema: JsonSchema = objectOf(
  'Policy',
  'Pratique policy',
  closed('The policy.', {
    title: textOf('One line for lists and reports.', { maxLength: 200 }),
    subject: {
      type: 'string',
      enum: [
        'finding', 'package', 'image', 'dockerfile', 'workload', 'resource', 'host', 'cluster', 'connection', 'api', 'event',
      ], // prettier-ignore
      description: 'What it looks at.',
    },
    severity: { type: 'string', enum: ['critical', 'high', 'medium', 'low'], description: 'How bad a violation is.' },
    '?parameters': {
      type: 'object',
      description: 'Values that profiles may change.',
      additionalProperties: parameter,
      propertyNames: identifier,
      maxProperties: 50,
    },
    '?each': {
      type: 'object',
      description: 'Goes through a list one element at a time: `{ container: workload.containers }`.',
      additionalProperties: cel('The list.'),
      propertyNames: identifier,
      minProperties: 1,
      maxProperties: 1,
    },
    violates: cel('The condition: true where the policy is violated.'),
    message: textOf('What a violation says; `{…}` holds CEL, `{{` is a brace.', { maxLength: 4000 }),
    '?field': cel('Path of the field that decides, as text.'),
    '?rationale': textOf('Why it matters.'),
    remediation: textOf('What to do, imperative.'),
    decisions: decisionsSchema,
    '?scope': scopeSchema,
    '?references': listOfText('Controls of other standards: `NIST SP 800-190 4.1.1`.'),
    '?provider': textOf('Provider of the facts; without it the policy is inactive.'),
  }),
);
