export type { CelType, ObjectType } from './cel/types.ts';
export type { CaseReport, CaseResult, MutationReport, SurvivingMutant } from './cases/report.ts';
export { checkMutants } from './cases/check-mutants.ts';
export { runCases } from './cases/run-cases.ts';
export { policyErrors } from './errors.ts';
export { exceptionFinder, type ExceptionFinder } from './exception/applicable.ts';
export { exceptionNote, type FoundException } from './exception/exceptions.ts';
export { exceptionReach } from './exception/match.ts';
export { endOf, exceptionState, UNTIL_FIXED } from './exception/state.ts';
export { type DockerfileReading, dockerfileFacts, dockerfileSubject } from './facts/dockerfile/dockerfile-facts.ts';
export { findingFacts } from './facts/finding-facts.ts';
export { completeness, imageFacts, unreadImageFacts } from './facts/image-facts.ts';
export { packageFacts } from './facts/package-facts.ts';
export { type ResourceKnowledge, resourceFacts } from './facts/resource-facts.ts';
export { scanSubjects } from './facts/scan-subjects.ts';
export type { ResourceSurroundings, WorkloadSurroundings } from './facts/surroundings.ts';
export { workloadFacts, type WorkloadKnowledge } from './facts/workload-facts.ts';
export { importGrypeIgnore } from './import/grype-yaml.ts';
export type { ImportedExceptions, ImportOptions, NotImported } from './import/imported.ts';
export { importTrivyIgnore } from './import/trivyignore.ts';
export { backtest, type BacktestReport, type BacktestSide } from './judge/backtest.ts';
export { explain } from './judge/explain.ts';
export { judge } from './judge/judge.ts';
export { placementOf, type PolicyEvaluation, type PolicyEvaluator, policyEvaluator } from './judge/policy-evaluator.ts';
export type {
  ExplainedResult,
  Explanation,
  JudgeOptions,
  JudgeSubject,
  LookedAt,
  Placement,
  PolicyExplanation,
} from './judge/subject.ts';
export { loadPolicies } from './load/load-policies.ts';
export type { JsonSchema } from './load/schema/json-schema.ts';
export { policySchemas } from './load/schema/schemas.ts';
export type { CaseExpectation, LoadedObjects, PolicyCase, PolicyCases, PolicyFile } from './load/objects.ts';
export type { BoundPolicy, ParameterOverride, PolicySet } from './profile/policy-set.ts';
export type { ProfileChoice } from './profile/profile-choice.ts';
export { selectProfile } from './profile/select-profile.ts';
export { type SubjectDeclaration, subjects } from './subject/subjects.ts';
