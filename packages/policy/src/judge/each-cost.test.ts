import { expect, test } from 'vitest';
import { dockerfileSubject } from '../facts/dockerfile/dockerfile-facts.ts';
import { loadPolicies } from '../load/load-policies.ts';
import { selectProfile } from '../profile/select-profile.ts';
import { judge } from './judge.ts';

function violations(condition: string, dockerfile: string): readonly string[] {
  const text = `apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: x }
spec:
  title: x
  subject: dockerfile
  severity: low
  each: { instruction: dockerfile.instructions }
  violates: '${condition}'
  message: x
  remediation: x
  decisions: { build: deny }
`;
  const objects = loadPolicies([{ path: 'x.yaml', text }]);
  const set = selectProfile(objects, { extra: objects.policies });
  const { subject } = dockerfileSubject(dockerfile, 'Dockerfile');
  return judge(set, [subject], { stage: 'build', at: new Date(0) }).violations.map(({ result }) => result);
}

const many = `FROM a\n${'RUN apt-get update && apt-get install -y something-or-other && rm -rf /var/lib/apt/lists/*\n'.repeat(300)}`;

test('a long list shares one budget: a long pattern over every element of a real file is no error', () => {
  const pattern = '(^|[ ;&])(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen)=[01]';
  expect(violations(`instruction.arguments.matches("${pattern}")`, many)).toEqual([]);
});

test('what the elements spend together is bounded', () => {
  const all = 'dockerfile.instructions.all(one, dockerfile.instructions.all(other, one.line + other.line > 0))';
  expect(violations(`!${all}`, many)).toEqual(['error']);
});
