export type { CaseReport, CaseResult, MutationReport, SurvivingMutant } from './cases/report.ts';
export { type DockerfileReading, dockerfileFacts, dockerfileSubject } from './facts/dockerfile/dockerfile-facts.ts';
export { findingFacts } from './facts/finding-facts.ts';
export { completeness, imageFacts, unreadImageFacts } from './facts/image-facts.ts';
export { packageFacts } from './facts/package-facts.ts';
export { scanSubjects } from './facts/scan-subjects.ts';
export type { ResourceSurroundings, WorkloadSurroundings } from './facts/surroundings.ts';
export type { ImportedExceptions, ImportOptions, NotImported } from './import/imported.ts';
export type { BacktestReport, BacktestSide } from './judge/backtest.ts';
export type {
  ExplainedResult,
  Explanation,
  JudgeOptions,
  JudgeSubject,
  LookedAt,
  Placement,
  PolicyExplanation,
} from './judge/subject.ts';
export type { CaseExpectation, LoadedObjects, PolicyCase, PolicyCases, PolicyFile } from './load/objects.ts';
export type { BoundPolicy, ParameterOverride, PolicySet } from './profile/policy-set.ts';
export type { ProfileChoice } from './profile/profile-choice.ts';
export { type SubjectDeclaration, subjects } from './subject/subjects.ts';
