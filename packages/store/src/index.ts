export {
  appendAudit,
  type AuditEntry,
  type AuditEvent,
  type AuditPage,
  type AuditQuery,
  type AuditVerification,
  readAudit,
  verifyAudit,
} from './audit/audit-log.ts';
export { restoreBackup, type RestoreOptions } from './backup/restore-backup.ts';
export { type BackupOptions, type BackupReport, writeBackup } from './backup/write-backup.ts';
export { findBinaries, type PostgresBinaries } from './embedded/binaries.ts';
export { runningPostgres } from './embedded/running.ts';
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
export { storeErrors } from './errors.ts';
export {
  type NewScopeClass,
  type ScopeClass,
  scopeClasses,
  allScopeClasses,
  deleteUnusedClasses,
  type ExceptableViolation,
  exceptableViolations,
  type Excepted,
  writeExcepted,
  type Unsettled,
  type ComplianceChange,
  settleCompliance,
} from './fleet/compliance.ts';
export {
  type ContainerReport,
  type ContainerChange,
  type StoredPlacement,
  writeContainers,
  linkContainers,
  type Unclassed,
  countPlacements,
  allPlacements,
  placementsById,
  type ImageNames,
  imageNamesById,
  writePlacementClasses,
} from './fleet/containers.ts';
export { countNames, type CountName, type Counts } from './fleet/counts.ts';
export {
  type StoredFinding,
  type PackageWithFindings,
  findingsOf,
  packagesToJudge,
  writeFindings,
} from './fleet/findings.ts';
export {
  type AdvisoryState,
  type FleetState,
  lockFleet,
  readFleetState,
  writeAdvisoryState,
  writePolicySet,
  writeExceptions,
  type PolicyCondition,
  policyIds,
} from './fleet/fleet-state.ts';
export {
  type NewPackageSet,
  type NewImage,
  insertSets,
  insertImages,
  deleteImages,
  allSboms,
  knownImages,
} from './fleet/images.ts';
export {
  beginChange,
  type ViolationSummary,
  summarizeChange,
  emit,
  type OutboxPosition,
  type OutboxEvent,
  outboxStart,
  readOutbox,
} from './fleet/outbox.ts';
export {
  type StoredPackage,
  type NewPackage,
  findPackages,
  packagesById,
  insertPackages,
  packagesTouched,
  packageEcosystems,
  packagesIn,
  generationsBefore,
  NEVER_MATCHED,
  raiseGenerations,
  packagesMatchedAt,
  packagesAfter,
  type PackageCounts,
  writePackageCounts,
  sumCounts,
  sumImageCounts,
} from './fleet/packages.ts';
export { type Queryable, storableJson } from './fleet/queryable.ts';
export { type AccessScope, containersAtLevel, type Page, type RunningContainer, whereIs } from './fleet/readings.ts';
export { type VectorFields, type Vector, imageVectors, packageVectors, imageCounts } from './fleet/vectors.ts';
export {
  type Outcome,
  type Evaluated,
  type Touched,
  writeOutcomes,
  type DueSubjects,
  subjectsDue,
  nextDue,
  resolvePolicies,
} from './fleet/violations.ts';
export { openStore, type Store, type StoreOptions } from './open-store.ts';
export type { Schema } from './schema.ts';
