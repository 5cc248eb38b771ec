import { closed, type JsonSchema, objectOf, scopeSchema, textOf } from './json-schema.ts';

/** JSON Schema of an exception. */
export const exceptionSchema: JsonSchema = objectOf(
  'PolicyException',
  'Pratique exception',
  closed('The exception.', {
    policy: textOf('Name of the policy, or a glob.'),
    '?vulnerability': {
      type: 'string',
      description: 'Id or alias of the vulnerability, for policies that look at findings.',
    },
    '?package': { type: 'string', description: 'Name of the package, or its package URL without version.' },
    '?repository': { type: 'string', description: 'Image repository, globs allowed.' },
    '?digest': { type: 'string', description: 'Digest of one image; narrows, and never stands alone.' },
    '?resource': { type: 'string', description: '`Kind/namespace/name`, globs allowed.' },
    '?file': { type: 'string', description: 'Path of a file, globs allowed.' },
    '?scope': scopeSchema,
    owner: textOf('Who answers for it.'),
    reason: textOf('Why the risk is taken.'),
    requestedBy: textOf('Who asked for it.'),
    '?approvedBy': { type: 'string', description: 'Who approved it; somebody else than asked for it.' },
    '?deniedBy': { type: 'string', description: 'Who refused it.' },
    expires: textOf('A date (its last instant, UTC), an instant (RFC 3339), or `until-fixed`.'),
  }),
);
