export {
  type AdvisoryKey,
  advisoryKeys,
  type Assessability,
  assessability,
  type Authority,
} from './ecosystem/advisory-keys.ts';
export { distributionOf, isOsPackage } from './ecosystem/package-distribution.ts';
export { thirdPartyReason } from './ecosystem/third-party.ts';
export {
  type DistinctMatch,
  type DistinctPackage,
  distinctPackageKeys,
  distinctPackages,
  matchDistinctPackage,
} from './distinct-package.ts';
export { distributionEndOfLife, programEndOfLife, type UnrankedFinding } from './end-of-life/find.ts';
export { matchMemory, type MatchMemory, matchPackage, type PackageMatch } from './match-package.ts';
export { type MatchInput, type MatchOptions, matchPackages, type MatchResult } from './match-packages.ts';
export type { FindingTemplate } from './merge/assemble.ts';
export { scoreOf } from './cvss/score.ts';
export { severityOfScore } from './merge/cvss.ts';
export { isCve, unwrapId } from './merge/identity.ts';
export { compareSeverity } from './merge/severity.ts';
export { compareFindings, priorityOf } from './priority.ts';
export { isKernelHeaders } from './rules/kernel-headers.ts';
export { type VexJudge, vexJudge } from './vex/apply.ts';
