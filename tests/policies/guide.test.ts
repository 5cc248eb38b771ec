import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkMutants, loadPolicies, type PolicyFile, runCases, selectProfile } from '@pratique/policy';
import { expect, it } from 'vitest';

const guide = readFileSync(join(import.meta.dirname, '../../docs/policies.md'), 'utf8');
const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

it('the examples of the guide are policies that pass their cases', () => {
  const files = blocks.map((text): PolicyFile => ({
    path: text.startsWith('cases:') ? 'guide.cases.yaml' : 'guide.yaml',
    text,
  }));
  const objects = loadPolicies(files);
  const { results, untested } = runCases(objects);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(untested).toEqual([]);
  expect(checkMutants(objects).survivors).toEqual([]);
  expect(selectProfile(objects, { profile: 'ours' }).policies).toHaveLength(1);
  expect(objects.exceptions).toHaveLength(1);
});
