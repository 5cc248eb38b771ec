export {
  buildAdvisory,
  buildDistribution,
  type BuiltEntry,
  buildPackage,
  buildSbom,
  buildVex,
} from './build-records.ts';
export {
  catalogBytes,
  type CatalogerCase,
  type CatalogerOutcome,
  catalogFolder,
  describeCataloger,
} from './describe-cataloger.ts';
export { buildOsvAffected, buildOsvRange, buildOsvRecord } from './build-osv.ts';
export { buildPolicy, buildPolicyException } from './build-policy.ts';
export { buildZip } from './build-zip.ts';
export { describeFeed, type ExpectedBatch, type FeedCase, type ReadBatch, readFeed } from './describe-feed.ts';
export { describeVersionScheme, type VersionSchemeCases } from './describe-version-scheme.ts';
export { describeImageSource, type ImageSourceSubject, type SampleImage } from './describe-image-source.ts';
export { FuzzFailure, type FuzzTarget, mutate, type Random, runFuzz, seededRandom } from './fuzz-target.ts';
export { memoryAdvisoryDatabase, type MemoryDatabaseContent } from './memory-advisory-database.ts';
export { memoryOrigin, type OriginFiles } from './memory-origin.ts';
export { scratchFolder } from './scratch-folder.ts';
export { describeWithTestData, testDataFolder } from './test-data.ts';
export { describeWithPostgres, testDatabase } from './test-database.ts';
export {
  type MemoryRegistry,
  type RegistryBehaviour,
  type RegistryIdentity,
  startMemoryRegistry,
} from './memory-registry.ts';
