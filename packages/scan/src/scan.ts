import { systemClock } from '@pratique/foundation';
import { type MatchMemory, type MatchOptions, matchPackages } from '@pratique/matching';
import type { AdvisoryDatabase, Sbom, ScanResult, VexStatement } from '@pratique/model';
import { AnswerCache, bundledCode, knowledgeOf } from './answer-cache.ts';
import { DEFAULT_MAX_AGE, summarizeDatabase } from './database-summary.ts';
import { inventoryTarget, type TargetOptions } from './inventory-target.ts';

/** What a scan may be told beyond how to read its target. */
export interface ScanOptions extends TargetOptions {
  readonly database: AdvisoryDatabase;
  readonly vex?: readonly VexStatement[];
  readonly matching?: MatchOptions;
  /** Milliseconds after which advisories are stale. */
  readonly maxDatabaseAge?: number;
}

/**
 * Matches an SBOM against the advisory database. Reads nothing else: the same SBOM and generation give the same result.
 * `memory` may hold what was asked of this generation before.
 */
export function assess(
  sbom: Sbom,
  options: Omit<ScanOptions, keyof TargetOptions> & Pick<TargetOptions, 'clock'>,
  memory?: MatchMemory,
): ScanResult {
  const clock = options.clock ?? systemClock;
  const now = clock.now();
  const { database, vex } = options;
  const matched = matchPackages({ sbom, database, vex, clock, options: options.matching, memory });
  return {
    sbom,
    ...matched,
    database: summarizeDatabase(database, now, options.maxDatabaseAge ?? DEFAULT_MAX_AGE),
    scannedAt: now.toISOString(),
  };
}

/**
 * Inventories a target and says what is wrong with it.
 * @throws PratiqueError where the target cannot be read.
 */
export async function scan(target: string, options: ScanOptions): Promise<ScanResult> {
  const sbom = await inventoryTarget(target, options);
  const manifest = sbom.subject.image?.manifestDigest;
  const { cacheFolder, database } = options;
  if (cacheFolder === undefined || manifest === undefined || bundledCode === undefined) return assess(sbom, options);
  const cache = new AnswerCache(cacheFolder, manifest, knowledgeOf(database, bundledCode));
  const memory = cache.read();
  const result = assess(sbom, options, memory);
  await cache.write(memory);
  return result;
}
