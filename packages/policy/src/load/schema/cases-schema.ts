import { closed, type JsonSchema, textOf, valueSchemas } from './json-schema.ts';

/** JSON Schema of a file of cases. */
export const casesSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Cases of a Pratique policy',
  ...closed('Cases of the policy in the file of the same name.', {
    cases: {
      type: 'array',
      description: 'Subjects, and what the policy must say of them.',
      minItems: 1,
      items: closed('One subject. One of `manifest`, `dockerfile` and `facts` is there.', {
        name: textOf('What matters in it; unique in the file.'),
        expect: {
          type: 'string',
          enum: ['violated', 'not-violated', 'unknown', 'error'],
          description: 'What must come out.',
        },
        '?parameters': {
          type: 'object',
          description: 'Values in place of the defaults.',
          additionalProperties: { anyOf: valueSchemas },
        },
        '?at': textOf('The instant of the judgement, RFC 3339; 2026-01-01T00:00:00Z unless given.'),
        '?manifest': {
          description: 'A Kubernetes object, or a list of all objects that there are, of which the first is judged.',
          anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' }, minItems: 1 }],
        },
        '?dockerfile': { type: 'string', description: 'Text of a Dockerfile.' },
        '?facts': { type: 'object', description: 'Fields of the root variable; what is left out is absent.' },
        '?unknown': {
          type: 'object',
          description: 'Path of a field that could not be told → why.',
          additionalProperties: { type: 'string' },
        },
        '?message': textOf('Message of the first violation, exactly.'),
        '?field': textOf('Field of the first violation, exactly.'),
        '?next': textOf('The next instant at which the result may change, RFC 3339.'),
      }),
    },
  }),
};
