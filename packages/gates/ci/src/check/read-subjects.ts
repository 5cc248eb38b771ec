import type { JudgeSubject } from '@pratique/policy';
import { discover, type StandardInput } from '../discover/discover.ts';
import { isProblem, readDocuments } from './documents.ts';

/** Everything below paths that policies judge, and what could not be read. */
export interface SubjectReading {
  readonly subjects: readonly JudgeSubject[];
  /** `FILE:LINE: why`. */
  readonly problems: readonly string[];
}

/**
 * Reads subjects without judging them. Images that they name are not read.
 * @throws PratiqueError `gate-ci/path-unreadable`, `gate-ci/nothing-to-check`
 */
export async function readSubjects(
  paths: readonly string[],
  { stdin }: { readonly stdin: StandardInput },
): Promise<SubjectReading> {
  const read = readDocuments(await discover(paths, stdin));
  return {
    subjects: read.flatMap((one) => (isProblem(one) ? [] : one.subjects(() => undefined))),
    problems: read.filter(isProblem).map(({ file, line, reason }) => `${file}:${line}: ${reason}`),
  };
}
