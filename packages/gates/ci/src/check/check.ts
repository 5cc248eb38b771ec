import type { CheckedTarget, CheckResult, PolicyException, Stage, Verdict } from '@pratique/model';
import { judge, type JudgeSubject, type PolicySet } from '@pratique/policy';
import { discover, type StandardInput } from '../discover/discover.ts';
import { unreadableVerdict, worst } from './decision.ts';
import { isProblem, type Problem, readDocuments } from './documents.ts';
import { type LineOf, locate } from './locate.ts';
import type { NamedImages } from './named-images.ts';

/** What to judge by, and where what is read comes from. */
export interface CheckOptions {
  readonly set: PolicySet;
  readonly stage: Stage;
  readonly at: Date;
  readonly exceptions?: readonly PolicyException[];
  readonly stdin: StandardInput;
  /** Reads the images that the documents name; absent: only their references are known. */
  readonly images?: (references: readonly string[]) => Promise<NamedImages>;
}

/**
 * Judges every document below the paths, and the images that they name where these are read.
 * @throws PratiqueError `gate-ci/path-unreadable`, `gate-ci/nothing-to-check`
 */
export async function check(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
  const { set, stage, at, exceptions = [] } = options;
  const read = readDocuments(await discover(paths, options.stdin));
  const references = read.flatMap((one) => (isProblem(one) ? [] : one.images));
  const images = references.length > 0 ? await options.images?.([...new Set(references)]) : undefined;
  const judgedAt = at.toISOString();
  const verdictOn = (subjects: readonly JudgeSubject[], lineOf?: LineOf): Verdict =>
    locate(judge(set, subjects, { stage, at, exceptions }), lineOf);
  const unreadable = (problem: Problem): CheckedTarget => {
    const { file, line, kind, name, reason } = problem;
    const verdict = unreadableVerdict({ stage, profile: set.profile, judgedAt });
    return { file, line, kind, name, namespace: '', verdict, problem: reason };
  };
  const targets = read.map((one): CheckedTarget => {
    if (isProblem(one)) return unreadable(one);
    const { file, line, kind, name, namespace } = one;
    const subjects = one.subjects((reference) => images?.facts.get(reference));
    return { file, line, kind, name, namespace, verdict: verdictOn(subjects, one.lineOf) };
  });
  const imageTargets = [...(images?.subjects ?? [])].map(([reference, subjects]): CheckedTarget => {
    const verdict = verdictOn(subjects);
    return { file: reference, line: 1, kind: 'Image', name: reference, namespace: '', verdict };
  });
  const unreadImages = [...(images?.problems ?? [])].map(([reference, reason]) =>
    unreadable({ file: reference, line: 1, kind: 'Image', name: reference, reason }),
  );
  const all = [...targets, ...imageTargets, ...unreadImages];
  const decision = worst(all.map(({ verdict }) => verdict.decision));
  return { profile: set.profile, stage, checkedAt: judgedAt, decision, targets: all };
}
