import { count, instant, list, object, text, texts } from '../json/schema-parts.ts';
import { CHECK_SCHEMA_ID } from './json.ts';

const decision = { enum: ['allow', 'warn', 'deny', 'unknown'] } as const;

const policyResult = object({
  policy: text,
  title: text,
  severity: { enum: ['critical', 'high', 'medium', 'low'] },
  result: { enum: ['violated', 'unknown', 'error', 'not-violated'] },
  decision: { enum: ['allow', 'warn', 'deny'] },
  enforced: { type: 'boolean' },
  message: text,
  field: text,
  line: count,
  subject: text,
  remediation: text,
  references: texts,
  'exception?': object({ name: text, owner: text, reason: text, expires: text, state: text }),
  'nextChange?': instant,
  'fingerprint?': text,
});

/** Fields of a verdict, in `scan` and `check` alike. */
export const verdictFields = {
  decision,
  compliance: { enum: ['noncompliant', 'unknown', 'compliant'] },
  violations: list(policyResult),
  unknowns: list(policyResult),
  excepted: list(policyResult),
  inactive: list(object({ policy: text, reason: text })),
  'nextChange?': instant,
} as const;

const brief = object({ policy: text, message: text, field: text, subject: text, 'file?': text });

/** What a change introduces and takes away. */
export const comparisonSchema = object({
  with: text,
  introduced: list(brief),
  standing: list(brief),
  fixed: list(brief),
});

/** JSON Schema (draft 2020-12) of the report of `check`, version 1. Published as docs/reference/check-report.schema.json. */
export const checkReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: CHECK_SCHEMA_ID,
  title: 'Pratique check report',
  ...object({
    schemaVersion: { const: 1 },
    tool: object({ name: { const: 'pratique' }, version: text }),
    checkedAt: instant,
    profile: text,
    stage: { enum: ['build', 'registry', 'deploy', 'runtime'] },
    decision,
    targets: list(
      object({ file: text, line: count, kind: text, name: text, namespace: text, 'problem?': text, ...verdictFields }),
    ),
    'comparison?': comparisonSchema,
  }),
};
