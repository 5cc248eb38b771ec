import type { Decision, ParameterDeclaration, ParameterType, ParameterValue, Policy, PolicyScope, PolicySeverity, Stage, SubjectKind } from '@pratique/model'; // prettier-ignore
import { checkPolicy } from '../compile/compile-policy.ts';
import { inferType, valueProblem } from '../compile/parameters.ts';
import { policySchema } from './schema/policy-schema.ts';
import { checkScope } from './check-globs.ts';
import type { SourceDocument } from './document.ts';

type Declared =
  | ParameterValue
  | { readonly type?: ParameterType; readonly default: ParameterValue; readonly description?: string };

/** The shape that the schema lets through. */
interface PolicySpec {
  readonly title: string;
  readonly subject: SubjectKind;
  readonly severity: PolicySeverity;
  readonly parameters?: Readonly<Record<string, Declared>>;
  readonly each?: Readonly<Record<string, string>>;
  readonly violates: string;
  readonly message: string;
  readonly field?: string;
  readonly rationale?: string;
  readonly remediation: string;
  readonly decisions: Readonly<Partial<Record<Stage, Decision>>>;
  readonly scope?: PolicyScope;
  readonly references?: readonly string[];
  readonly provider?: string;
}

function isLong(declared: Declared): declared is Extract<Declared, { readonly default: ParameterValue }> {
  return typeof declared === 'object' && !Array.isArray(declared);
}

function readParameters(document: SourceDocument, spec: PolicySpec): Record<string, ParameterDeclaration> {
  const parameters: Record<string, ParameterDeclaration> = {};
  for (const [name, declared] of Object.entries(spec.parameters ?? {})) {
    const long = isLong(declared);
    const written = long ? declared : { default: declared };
    const parameter = { ...written, type: (long && declared.type) || inferType(written.default) };
    parameters[name] = parameter;
    const problem = valueProblem(parameter, written.default);
    if (problem) document.refuse(['spec', 'parameters', name, ...(long ? ['default'] : [])], problem);
  }
  return parameters;
}

/** Reads a policy and checks its expressions against its subject; what is wrong is said to the document. */
export function readPolicy(document: SourceDocument): Policy | undefined {
  if (!document.fits(policySchema)) return undefined;
  // The schema has just been held against it.
  const spec = document.value(['spec']) as unknown as PolicySpec;
  const [each] = Object.entries(spec.each ?? {});
  const policy: Policy = {
    name: String(document.value(['metadata', 'name'])),
    title: spec.title,
    subject: spec.subject,
    severity: spec.severity,
    parameters: readParameters(document, spec),
    ...(each ? { each: { variable: each[0], list: each[1] } } : {}),
    violates: spec.violates,
    message: spec.message,
    ...(spec.field === undefined ? {} : { field: spec.field }),
    ...(spec.rationale === undefined ? {} : { rationale: spec.rationale }),
    remediation: spec.remediation,
    decisions: spec.decisions,
    scope: spec.scope ?? {},
    references: spec.references ?? [],
    ...(spec.provider === undefined ? {} : { provider: spec.provider }),
    origin: document.origin,
  };
  checkScope(document, ['spec', 'scope'], policy.scope);
  for (const { key, offset, message } of checkPolicy(policy).problems) {
    const path = key === 'each' ? ['spec', 'each', policy.each?.variable ?? ''] : ['spec', key];
    document.refuseAt(path, offset, message);
  }
  return policy;
}
