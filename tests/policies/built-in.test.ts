import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkMutants, type LoadedObjects, loadPolicies, runCases, selectProfile } from '@pratique/policy';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const profiles = [
  'baseline',
  'recommended',
  'strict',
  'pod-security-baseline',
  'pod-security-restricted',
  'openshift-restricted-v2',
];

/** The same condition with other constants and parameters is the same check. */
function shapeOf(subject: string, each: string, violates: string): string {
  const text = violates
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, 'CONSTANT')
    .replaceAll(/\bparams\.\w+/g, 'CONSTANT')
    .replaceAll(/\b\d+(?:\.\d+)?\b/g, 'CONSTANT')
    .replaceAll(/\s+/g, ' ');
  return `${subject} ${each} ${text}`.replaceAll(/\[(?:CONSTANT(?:, )?)+\]/g, 'CONSTANT');
}

describe('built-in policies', () => {
  let objects: LoadedObjects;

  beforeAll(() => {
    const paths = globSync('policies/**/*.yaml', { cwd: root }).toSorted();
    objects = loadPolicies(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
  });

  it('pass all of their cases', () => {
    const { results, passed } = runCases(objects);
    const failed = results.filter(({ ok }) => !ok);
    expect(failed.map(({ origin, name, why }) => `${origin.file}:${origin.line}: ${name}: ${why}`)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });

  it('have a case that violates and one that does not, each', () => {
    expect(runCases(objects).untested).toEqual([]);
  });

  it('stand one to a file, each with its cases beside it', () => {
    const files = objects.policies.map(({ name, origin }) => [name, origin?.file.split('/').at(-1)]);
    expect(files.filter(([name, file]) => file !== `${name}.yaml`)).toEqual([]);
    const withCases = new Set(objects.cases.map(({ policy }) => policy));
    expect(objects.policies.map(({ name }) => name).filter((name) => !withCases.has(name))).toEqual([]);
  });

  it('notice every change of an operand', () => {
    const { mutants, survivors } = checkMutants(objects);
    expect(survivors.map(({ policy, change }) => `${policy}: ${change}`)).toEqual([]);
    expect(mutants).toBeGreaterThan(objects.policies.length);
  });

  it('are at least 90 different checks', () => {
    const shapes = objects.policies.map(({ subject, each, violates }) => shapeOf(subject, each?.list ?? '', violates));
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(90);
  });

  it('say why they matter and which controls they stand for', () => {
    const silent = objects.policies.filter(
      ({ rationale = '', references }) => rationale === '' || references.length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('are in a profile', () => {
    const used = new Set(objects.profiles.flatMap((profile) => profile.policies.map(({ name }) => name)));
    expect(objects.policies.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  it.each(profiles)('%s can be bound', (name) => {
    const { policies, profile } = selectProfile(objects, { profile: name });
    expect(profile).toBe(name);
    expect(policies.length).toBeGreaterThan(0);
    expect(policies.some(({ enforced }) => enforced)).toBe(true);
  });

  it.each(['recommended', 'strict'])('%s enforces something on what could not be told or assessed', (name) => {
    const { policies } = selectProfile(objects, { profile: name });
    const enforced = policies.filter((bound) => bound.enforced).map(({ policy }) => policy.violates);
    expect(enforced.some((violates) => /notAssessed|unknowns|complete/.test(violates))).toBe(true);
  });
});
