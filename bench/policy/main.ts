/**
 * `npm run bench -- policy`: a hundred policies on a pod and on an image, and conditions that are written to take for ever. Facts
 * are made anew for every judgement, and no result is kept from one to the next.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Policy, SubjectKind } from '../../packages/model/src/index.ts';
import {
  judge,
  type JudgeSubject,
  type LoadedObjects,
  loadPolicies,
  type PolicySet,
  selectProfile,
} from '../../packages/policy/src/index.ts';
import { Budgets } from '../budget.ts';
import { calibrate } from '../calibration.ts';
import { hostilePolicies } from './hostile.ts';
import { imageSubjects, podSubject, scanOf } from './subjects.ts';

const root = dirname(dirname(import.meta.dirname));
const POLICIES = 100;
const AT = new Date('2026-11-21T00:00:00Z');

/** Budgets of docs/ARCHITECTURE.md, milliseconds. */
const POD = 1;
const IMAGE = 10;
const HOSTILE = 100;

function builtIn(): LoadedObjects {
  const paths = globSync('policies/**/*.yaml', { cwd: root }).filter((path) => !path.endsWith('.cases.yaml'));
  return loadPolicies(paths.toSorted().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
}

/** A hundred policies on some subjects: the built-in ones, and copies of them under other names where these are fewer. */
function hundred({ policies }: LoadedObjects, kinds: readonly SubjectKind[]): PolicySet {
  const own = policies.filter(({ subject, provider }) => kinds.includes(subject) && provider === undefined);
  const extra = Array.from({ length: POLICIES }, (_, index): Policy => {
    const policy = own[index % own.length] as Policy;
    return { ...policy, name: `${policy.name}-${index}`, decisions: { ...policy.decisions, deploy: 'deny' } };
  });
  return selectProfile({ policies: extra, profiles: [], exceptions: [], cases: [] }, { extra });
}

/** Milliseconds of each of many judgements, sorted. */
function timesOf(set: PolicySet, subjectsOf: () => readonly JudgeSubject[], runs: number): number[] {
  const once = (): number => {
    const started = process.hrtime.bigint();
    judge(set, subjectsOf(), { stage: 'deploy', at: AT });
    return Number(process.hrtime.bigint() - started) / 1e6;
  };
  for (let i = 0; i < runs; i++) once();
  return Array.from({ length: runs }, once).toSorted((a, b) => a - b);
}

function report(budgets: Budgets, what: string, times: readonly number[], budget: number): void {
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0;
  const note = `95th percentile ${at(0.95).toFixed(2)} ms, ${times.length} judgements`;
  budgets.atMost(what, at(0.5), budget, 'ms', note);
}

/** Time until a policy is refused or its evaluation cut off. */
function hostileTime(policy: {
  readonly name: string;
  readonly text: string;
  readonly subject: JudgeSubject;
}): [number, string] {
  const started = process.hrtime.bigint();
  let what: string;
  try {
    const objects = loadPolicies([{ path: `${policy.name}.yaml`, text: policy.text }]);
    const verdict = judge(selectProfile(objects, { extra: objects.policies }), [policy.subject], {
      stage: 'deploy',
      at: AT,
    });
    const [result] = [...verdict.violations, ...verdict.unknowns];
    what = result ? `${result.result}: ${result.message}` : 'evaluated';
  } catch (error) {
    what = `refused: ${error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error)}`;
  }
  return [Number(process.hrtime.bigint() - started) / 1e6, what];
}

/** Runs the benchmark; false where a budget is exceeded. */
export function run(args: readonly string[]): Promise<boolean> {
  const factor = calibrate();
  const budgets = new Budgets();
  const runs = args.includes('--quick') ? 50 : 300;
  const objects = builtIn();
  budgets.print('built-in policies', objects.policies.length, 'policies');
  const onPods = hundred(objects, ['workload']);
  report(
    budgets,
    `${POLICIES} policies on one pod`,
    timesOf(onPods, () => [podSubject()], runs * 5),
    POD * factor,
  );
  const scan = scanOf(400, 300);
  const onImages = hundred(objects, ['image', 'finding', 'package']);
  const times = timesOf(onImages, () => imageSubjects(scan), runs);
  report(budgets, `${POLICIES} policies on an image, 400 packages, 300 findings`, times, IMAGE * factor);
  for (const policy of hostilePolicies()) {
    const [time, what] = hostileTime(policy);
    budgets.atMost(`${policy.name}`, time, HOSTILE * factor, 'ms', what.slice(0, 100));
  }
  return Promise.resolve(budgets.within);
}
