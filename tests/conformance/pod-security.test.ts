import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kubernetesObject, workloadView } from '@pratique/kubernetes';
import type { Fact } from '@pratique/model';
import { judge, type JudgeSubject, loadPolicies, selectProfile, workloadFacts } from '@pratique/policy';
import { describe, expect, test } from 'vitest';
import { matrix, mixtures, type NamedPod } from './pod-security/pods.ts';
import { boundaries, type Level, violatedPolicies } from './pod-security/reference.ts';

const root = dirname(dirname(import.meta.dirname));
const objects = loadPolicies(
  globSync(['policies/pod-security/*.yaml', 'policies/profiles/pod-security-*.yaml'], { cwd: root })
    .filter((path) => !path.endsWith('.cases.yaml'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);
const levels: readonly Level[] = ['baseline', 'restricted'];
const at = new Date('2026-01-01T00:00:00Z');

const sets = new Map(
  levels.flatMap((level) =>
    boundaries.map((minor) => {
      const profile = `pod-security-${level}@v1.${minor}`;
      return [`${level} ${minor}`, selectProfile(objects, { profile })] as const;
    }),
  ),
);

function subjectOf(document: Fact): JudgeSubject {
  const object = kubernetesObject(document);
  const view = object && workloadView(object);
  if (!view) throw new Error('no workload');
  return workloadFacts(view);
}

/** What the policies say, as the reference does: `name` where violated, `name: why` otherwise. */
function judged(subject: JudgeSubject, level: Level, minor: number): string[] {
  const set = sets.get(`${level} ${minor}`);
  if (!set) throw new Error('no such version');
  const { violations, unknowns } = judge(set, [subject], { stage: 'build', at });
  const told = violations.map(({ policy, result, message }) =>
    result === 'violated' ? policy : `${policy}: ${message}`,
  );
  return [...new Set([...told, ...unknowns.map(({ policy, message }) => `${policy}: ${message}`)])].toSorted();
}

/** Where policies and reference differ, as text. */
function differences(
  pods: readonly NamedPod[],
  versionsOf: (pod: NamedPod, level: Level) => readonly number[],
): string[] {
  return pods.flatMap((named) => {
    const subject = subjectOf(named.pod as unknown as Fact);
    return levels.flatMap((level) =>
      versionsOf(named, level).flatMap((minor) => {
        const expected = violatedPolicies(named.pod, level, minor).join(', ');
        const got = judged(subject, level, minor).join(', ');
        return got === expected ? [] : [`${named.name}, ${level} v1.${minor}: ${got}; expected ${expected}`];
      }),
    );
  });
}

/** The first, the last, and both sides of every version at which the reference changes its mind. */
function turningPoints({ pod }: NamedPod, level: Level): number[] {
  const answers = boundaries.map((minor) => violatedPolicies(pod, level, minor).join());
  return boundaries.filter((_minor, index) => {
    const isEnd = index === 0 || index === boundaries.length - 1;
    return isEnd || answers[index] !== answers[index - 1] || answers[index] !== answers[index + 1];
  });
}

describe('Pod Security Standards', () => {
  test('every single change is judged alike, on both sides of every version that matters', () => {
    expect(differences(matrix(), turningPoints)).toEqual([]);
  });

  test('several changes at once are judged alike at every version', () => {
    expect(differences(mixtures(80, 2026), () => boundaries)).toEqual([]);
  });

  test('the matrix passes and fails every policy at some version', () => {
    const pods = [...matrix(), ...mixtures(80, 2026)];
    const names = (level: Level): string[] =>
      boundaries.flatMap((minor) => pods.flatMap(({ pod }) => violatedPolicies(pod, level, minor)));
    const failed = new Set(levels.flatMap(names));
    expect(objects.policies.map(({ name }) => name).filter((name) => !failed.has(name))).toEqual([]);
  });

  test('v1.0 to v1.37 can be asked for, and nothing else', () => {
    const versions = Array.from({ length: 38 }, (_, minor) => `v1.${minor}`);
    expect(objects.profiles.map((profile) => profile.versions)).toEqual([versions, versions]);
    expect(() => selectProfile(objects, { profile: 'pod-security-restricted@v1.38' })).toThrow();
  });

  test('without a version the newest is asked', () => {
    const of = (profile: string): string => selectProfile(objects, { profile }).digest;
    expect(of('pod-security-restricted')).toBe(of('pod-security-restricted@v1.37'));
    expect(of('pod-security-restricted')).not.toBe(of('pod-security-restricted@v1.36'));
  });
});

describe('controllers are judged by their template', () => {
  const template = ({ pod: { metadata, spec } }: NamedPod): Fact =>
    ({ metadata: { annotations: metadata.annotations }, spec }) as unknown as Fact;
  const inSpec = (apiVersion: string, kind: string) => (pod: NamedPod) => ({
    apiVersion,
    kind,
    metadata: { name: 'shop' },
    spec: { template: template(pod) },
  });
  const cases: readonly (readonly [string, (pod: NamedPod) => Fact])[] = [
    ['Deployment', inSpec('apps/v1', 'Deployment')],
    ['ReplicaSet', inSpec('apps/v1', 'ReplicaSet')],
    ['StatefulSet', inSpec('apps/v1', 'StatefulSet')],
    ['DaemonSet', inSpec('apps/v1', 'DaemonSet')],
    ['Job', inSpec('batch/v1', 'Job')],
    ['ReplicationController', inSpec('v1', 'ReplicationController')],
    [
      'PodTemplate',
      (pod) => ({ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'shop' }, template: template(pod) }),
    ],
    [
      'CronJob',
      (pod) => ({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'shop' },
        spec: { jobTemplate: { spec: { template: template(pod) } } },
      }),
    ],
  ];

  test.each(cases)('%s', (_kind, wrap) => {
    for (const pod of mixtures(25, 7)) {
      const subject = subjectOf(wrap(pod));
      expect(judged(subject, 'restricted', 37), pod.name).toEqual(violatedPolicies(pod.pod, 'restricted', 37));
      expect(judged(subject, 'baseline', 18), pod.name).toEqual(violatedPolicies(pod.pod, 'baseline', 18));
    }
  });
});
