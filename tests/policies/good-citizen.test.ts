import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '@pratique/gate-ci';
import type { CheckResult } from '@pratique/model';
import { loadPolicies, selectProfile } from '@pratique/policy';
import { beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const sample = join(import.meta.dirname, 'good-citizen');

let result: CheckResult;
beforeAll(async () => {
  const paths = globSync('policies/**/*.yaml', { cwd: root }).filter((path) => !path.endsWith('.cases.yaml'));
  const objects = loadPolicies(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
  result = await check([sample], {
    set: selectProfile(objects, { profile: 'recommended' }),
    stage: 'build',
    at: new Date('2026-11-21T12:00:00Z'),
    stdin: () => Promise.reject(new Error('nothing was piped')),
  });
});

it('a well-written application passes what is recommended, without a warning', () => {
  const said = result.targets.flatMap(({ verdict }) =>
    verdict.violations.map(({ policy, message }) => [policy, message]),
  );
  expect(said).toEqual([]);
  expect(result.decision).toBe('allow');
  expect(result.targets.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['Dockerfile', 'Deployment', 'ComposeService', 'Ingress', 'NetworkPolicy']),
  );
});

it('what could not be told of it is asked at other stages alone', () => {
  const unknown = result.targets.flatMap(({ verdict }) => verdict.unknowns);
  expect(unknown.filter(({ decision }) => decision !== 'allow')).toEqual([]);
  expect(result.targets.filter(({ problem }) => problem !== undefined)).toEqual([]);
});
