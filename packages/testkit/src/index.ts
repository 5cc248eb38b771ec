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
export { describeVersionScheme, type VersionSchemeCases } from './describe-version-scheme.ts';
export { describeImageSource, type ImageSourceSubject, type SampleImage } from './describe-image-source.ts';
export { FuzzFailure, type FuzzTarget, mutate, type Random, runFuzz, seededRandom } from './fuzz-target.ts';
export { memoryAdvisoryDatabase, type MemoryDatabaseContent } from './memory-advisory-database.ts';
export { describeWithTestData, testDataFolder } from './test-data.ts';
export { type MemoryRegistry, type RegistryBehaviour, startMemoryRegistry } from './memory-registry.ts';
