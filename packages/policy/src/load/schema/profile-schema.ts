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

const parameters: JsonSchema = {
  type: 'object',
  description: 'Values in place of the defaults.',
  additionalProperties: { anyOf: valueSchemas },
};

const entry = closed('A policy of the profile.', {
  name: textOf('Name of the policy.'),
  '?parameters': parameters,
  '?decisions': { ...decisionsSchema, description: 'Decisions in place of those of the policy, stage by stage.' },
  '?scope': { ...scopeSchema, description: 'Narrows where the policy holds.' },
  '?overrides': {
    type: 'array',
    description: 'Other parameters in some places; the last scope that fits wins.',
    items: closed('Parameters and where they hold.', { scope: scopeSchema, parameters }),
  },
});

/** JSON Schema of a profile. */
export const profileSchema: JsonSchema = objectOf(
  'Profile',
  'Pratique profile',
  closed('The profile.', {
    '?title': textOf('One line for lists.', { maxLength: 200 }),
    '?extends': listOfText('Profiles whose entries come first.'),
    '?versions': listOfText(
      'Versions that may stand behind `NAME@`, oldest first. The parameter `version` of its policies gets the number after the last dot.',
      { pattern: '^v?[0-9]+([.][0-9]+)*$' },
    ),
    policies: { type: 'array', description: 'What it consists of.', items: entry, maxItems: 2000 },
  }),
);
