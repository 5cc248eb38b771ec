import { casesSchema } from './cases-schema.ts';
import { exceptionSchema } from './exception-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { policySchema } from './policy-schema.ts';
import { profileSchema } from './profile-schema.ts';

/** The JSON Schemas of all files, by the name that they are published under. */
export const policySchemas: Readonly<Record<string, JsonSchema>> = {
  policy: policySchema,
  'policy-profile': profileSchema,
  'policy-exception': exceptionSchema,
  'policy-cases': casesSchema,
};
