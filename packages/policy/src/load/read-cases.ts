import type { Fact, Facts, ParameterValue, Policy } from '@pratique/model';
import { valueProblem } from '../compile/parameters.ts';
import { factPathProblem, factShapeProblems } from './case-facts.ts';
import type { SourceDocument } from './document.ts';
import { parseInstant } from './instant.ts';
import type { CaseExpectation, PolicyCase, PolicyCases } from './objects.ts';
import { casesSchema } from './schema/cases-schema.ts';
import { didYouMean } from './suggest.ts';

/** The instant of cases that name none. */
const DEFAULT_INSTANT = '2026-01-01T00:00:00Z';

interface CaseSpec {
  readonly name: string;
  readonly expect: CaseExpectation;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly at?: string;
  readonly manifest?: Fact;
  readonly dockerfile?: string;
  readonly facts?: Facts;
  readonly unknown?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly field?: string;
  readonly next?: string;
}

const forms = ['manifest', 'dockerfile', 'facts'] as const;

/** Which form a subject's cases may take. */
function formProblem(policy: Policy, spec: CaseSpec): string | undefined {
  const used = forms.filter((form) => spec[form] !== undefined);
  if (used.length !== 1) return `needs exactly one of ${forms.join(', ')}`;
  const [form] = used;
  const { subject } = policy;
  if (form === 'manifest' && subject !== 'workload' && subject !== 'resource')
    return `a manifest is no case of a policy on ${subject}`;
  if (form === 'dockerfile' && subject !== 'dockerfile') return `a Dockerfile is no case of a policy on ${subject}`;
  return undefined;
}

function checkCase(document: SourceDocument, index: number, policy: Policy, spec: CaseSpec): void {
  const path = ['cases', index] as const;
  const form = formProblem(policy, spec);
  if (form) document.refuse(path, form);
  for (const key of ['at', 'next'] as const)
    if (spec[key] !== undefined && !parseInstant(spec[key]))
      document.refuse([...path, key], 'must be an instant (RFC 3339)');
  for (const [name, value] of Object.entries(spec.parameters ?? {})) {
    const declared = Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined;
    const problem = declared
      ? valueProblem(declared, value)
      : `the policy has no such parameter${didYouMean(name, Object.keys(policy.parameters))}`;
    if (problem) document.refuse([...path, 'parameters', name], problem);
  }
  for (const name of Object.keys(spec.unknown ?? {})) {
    const problem = factPathProblem(policy.subject, name);
    if (problem) document.refuse([...path, 'unknown', name], problem);
  }
  for (const problem of factShapeProblems(policy.subject, spec.facts ?? {}))
    document.refuse([...path, 'facts', ...problem.path], problem.message);
}

function caseOf(document: SourceDocument, index: number, spec: CaseSpec): PolicyCase {
  const { at = DEFAULT_INSTANT, manifest, unknown = {}, ...rest } = spec;
  const { line, column } = document.node(['cases', index]);
  const objects = manifest === undefined || Array.isArray(manifest) ? manifest : [manifest];
  return {
    ...rest,
    at,
    ...(objects === undefined ? {} : { manifest: objects as readonly Fact[], complete: Array.isArray(manifest) }),
    unknown,
    origin: { file: document.file, line, column },
  };
}

/** Reads the cases of a policy. */
export function readCases(document: SourceDocument, policy: Policy): PolicyCases | undefined {
  if (!document.fits(casesSchema)) return undefined;
  // The schema has just been held against it.
  const specs = document.value(['cases']) as unknown as readonly CaseSpec[];
  const seen = new Set<string>();
  for (const [index, spec] of specs.entries()) {
    if (seen.has(spec.name)) document.refuse(['cases', index, 'name'], `the case "${spec.name}" stands twice`);
    seen.add(spec.name);
    checkCase(document, index, policy, spec);
  }
  return {
    policy: policy.name,
    file: document.file,
    cases: specs.map((spec, index) => caseOf(document, index, spec)),
  };
}
