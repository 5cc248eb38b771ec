import type { Judgement, PolicyException, ScanResult, Stage } from '@pratique/model';
import { judge, type PolicySet, scanSubjects } from '@pratique/policy';
import { compare, type Earlier, resultsOf } from '../compare/compare.ts';
import { locate } from './locate.ts';

/** What to judge a scan by. */
export interface JudgeScanOptions {
  readonly set: PolicySet;
  readonly stage: Stage;
  readonly at: Date;
  readonly exceptions?: readonly PolicyException[];
  readonly earlier?: Earlier;
}

/** The verdict on a scanned target; against an earlier state also what was introduced and fixed. */
export function judgeScan(result: ScanResult, { set, stage, at, exceptions, earlier }: JudgeScanOptions): Judgement {
  const verdict = locate(judge(set, scanSubjects(result), { stage, at, exceptions }));
  return { verdict, ...(earlier && { comparison: compare(earlier, resultsOf([verdict])) }) };
}
