import { reasonOf } from '@pratique/foundation';
import type { Facts, ScanResult } from '@pratique/model';
import { imageFacts, type JudgeSubject, scanSubjects } from '@pratique/policy';

/** What is known of the images that documents name, by reference. */
export interface NamedImages {
  /** For workloads, whose containers carry their images' counts and predicates. */
  readonly facts: ReadonlyMap<string, Facts>;
  /** Everything in the image that policies judge. */
  readonly subjects: ReadonlyMap<string, readonly JudgeSubject[]>;
  /** Why an image could not be read. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads images one after the other: each scan uses the whole machine. One that fails leaves the others. */
export async function readNamedImages(
  references: readonly string[],
  scanImage: (reference: string) => Promise<ScanResult>,
): Promise<NamedImages> {
  const facts = new Map<string, Facts>();
  const subjects = new Map<string, readonly JudgeSubject[]>();
  const problems = new Map<string, string>();
  for (const reference of references) {
    try {
      const result = await scanImage(reference);
      facts.set(reference, imageFacts(result));
      subjects.set(reference, scanSubjects(result));
    } catch (error) {
      problems.set(reference, reasonOf(error));
    }
  }
  return { facts, subjects, problems };
}
