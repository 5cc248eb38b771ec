import type { DistinctPackage } from '@pratique/matching';
import { type Facts, UnknownFact } from '@pratique/model';
import { packageFacts } from '@pratique/policy';

const elsewhere = new UnknownFact('it differs from image to image, and the fleet judges packages once for all');

/** Facts of a package in every image that has it. Its layer and paths differ between them. */
export function distinctPackageFacts({ package: pkg }: DistinctPackage, assessed: boolean): Facts {
  return { ...packageFacts(pkg, assessed), layer: elsewhere, paths: elsewhere };
}

/** What of a kept finding each fact is made from, where the names differ. */
const madeFrom: Readonly<Record<string, readonly string[]>> = {
  severity: ['severity', 'severityRank'],
  knownExploited: ['knownExploited', 'knownExploitedSince', 'dueDate', 'ransomware'],
  sources: ['feeds'],
};

/** Facts that change with a part of a finding. */
export function factsMadeFrom(part: string): readonly string[] {
  return madeFrom[part] ?? [part];
}
