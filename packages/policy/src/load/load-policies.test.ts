import { PratiqueError } from '@pratique/foundation';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from './load-policies.ts';
import type { LoadedObjects, PolicyFile } from './objects.ts';

const POLICY = `apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: sample }
spec:
  title: A sample
  subject: workload
  severity: high
  parameters: { grace: 72h, limit: 5, share: 0.5, names: [a, b], since: 2026-01-01T00:00:00Z, on: true, text: some, told: { default: 1h, description: x } }
  each: { container: workload.containers }
  violates: container.securityContext.privileged
  message: "container {container.name} is privileged"
  field: container.path + ".securityContext.privileged"
  remediation: Remove it.
  decisions: { build: deny }
`;
const PROFILE = `apiVersion: pratique.dev/v1
kind: Profile
metadata: { name: mine }
spec:
  policies:
    - { name: sample, parameters: { grace: 24h } }
`;
const EXCEPTION = `apiVersion: pratique.dev/v1
kind: PolicyException
metadata: { name: allow }
spec:
  policy: sample
  resource: Deployment/shop/api
  owner: team-shop
  reason: legacy
  requestedBy: a@example.com
  expires: 2026-12-31
`;
const CASES = `cases:
  - { name: one, expect: violated, facts: { name: x } }
`;

const file = (path: string, text: string): PolicyFile => ({ path, text });

/** Every problem as `line:column: path: message`. */
function problems(files: readonly PolicyFile[], known?: LoadedObjects): string[] {
  try {
    loadPolicies(files, known);
    return [];
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code !== 'policy/invalid') throw error;
    return error.facts.why.split('\n').slice(1);
  }
}

/** Problems of one policy after a change of its text. */
function changed(from: string | RegExp, to: string): string[] {
  const text = POLICY.replace(from, to);
  expect(text).not.toBe(POLICY);
  return problems([file('p.yaml', text)]);
}

describe('loadPolicies', () => {
  it('reads policies, profiles, exceptions and cases of several files and documents', () => {
    const objects = loadPolicies([
      file('all.yaml', `${PROFILE}---\n${EXCEPTION}---\n# nothing\n`),
      file('sample.yaml', POLICY),
      file('sample.cases.yaml', CASES),
    ]);
    expect(objects.policies.map(({ name }) => name)).toEqual(['sample']);
    expect(objects.profiles[0]?.policies).toEqual([{ name: 'sample', parameters: { grace: '24h' } }]);
    expect(objects.exceptions[0]).toMatchObject({ name: 'allow', resource: 'Deployment/shop/api', scope: {} });
    expect(objects.cases).toMatchObject([{ policy: 'sample', cases: [{ name: 'one', at: '2026-01-01T00:00:00Z' }] }]);
  });

  it('infers the types of parameters', () => {
    const [policy] = loadPolicies([file('p.yaml', POLICY)]).policies;
    const types = Object.entries(policy?.parameters ?? {}).map(([name, { type }]) => [name, type]);
    expect(types).toEqual([
      ['grace', 'duration'],
      ['limit', 'int'],
      ['share', 'double'],
      ['names', 'list'],
      ['since', 'timestamp'],
      ['on', 'bool'],
      ['text', 'string'],
      ['told', 'duration'],
    ]);
  });

  it('is plain data that survives JSON', () => {
    const objects = loadPolicies([file('sample.yaml', POLICY), file('sample.cases.yaml', CASES)]);
    expect(JSON.parse(JSON.stringify(objects))).toEqual(objects);
  });

  it('checks against what was there before and keeps it', () => {
    const known = loadPolicies([file('p.yaml', POLICY)]);
    expect(loadPolicies([file('mine.yaml', PROFILE)], known).policies).toHaveLength(1);
    expect(problems([file('p2.yaml', POLICY)], known)).toEqual([
      'p2.yaml:3:19: metadata.name: a Policy of this name is there already: p.yaml',
    ]);
  });

  it('says every problem at once, in the order of files and lines', () => {
    const text = POLICY.replace('severity: high', 'severity: hihg')
      .replace('remediation: Remove it.', 'remedation: Remove it.')
      .replace('build: deny', 'buid: deny');
    expect(problems([file('b.yaml', text), file('a.yaml', 'kind: Polcy\n')])).toEqual([
      'a.yaml:1:7: kind: must be one of Policy, Profile, PolicyException; did you mean "Policy"?',
      'b.yaml:5:3: spec.remediation: is missing',
      'b.yaml:7:13: spec.severity: must be one of critical, high, medium, low; did you mean "high"?',
      'b.yaml:13:3: spec.remedation: there is no such key; did you mean "remediation"?',
      'b.yaml:14:16: spec.decisions.buid: there is no such key; did you mean "build"?',
    ]);
  });

  it.each([
    [
      'a field',
      'container.securityContext.privileged\n',
      'container.securityContext.priviledged\n',
      'p.yaml:10:39: spec.violates: SecurityContext has no field "priviledged"; did you mean "privileged"?',
    ],
    [
      'a parameter',
      'container.securityContext.privileged\n',
      'workload.replicas > params.limt\n',
      'p.yaml:10:40: spec.violates: params has no field "limt"; did you mean "limit"?',
    ],
    [
      'a variable',
      'container.securityContext.privileged\n',
      'contaner.tty\n',
      'p.yaml:10:13: spec.violates: there is no variable "contaner"; did you mean "container"?',
    ],
    [
      'a function',
      'container.securityContext.privileged\n',
      'container.name.startWith("x")\n',
      'p.yaml:10:28: spec.violates: there is no method "startWith"; did you mean "startsWith"?',
    ],
    [
      'a type',
      'container.securityContext.privileged\n',
      'container.name\n',
      'p.yaml:10:13: spec.violates: expected bool, not string',
    ],
    [
      'a quoted condition',
      'violates: container.securityContext.privileged\n',
      'violates: "\\x63ontainer.name == \\"a\\" || nope"\n',
      'p.yaml:10:44: spec.violates: there is no variable "nope"',
    ],
    [
      'a single-quoted condition',
      'violates: container.securityContext.privileged\n',
      "violates: 'container.name == ''a'' || nope'\n",
      'p.yaml:10:41: spec.violates: there is no variable "nope"',
    ],
    [
      'a literal block',
      'violates: container.securityContext.privileged\n',
      'violates: |\n    container.tty &&\n      (nope)\n',
      'p.yaml:12:8: spec.violates: there is no variable "nope"',
    ],
    [
      'a folded block',
      'violates: container.securityContext.privileged\n',
      'violates: >-\n    container.tty &&\n    container.stdin && nope\n',
      'p.yaml:12:24: spec.violates: there is no variable "nope"',
    ],
    [
      'a plain text over lines',
      'violates: container.securityContext.privileged\n',
      'violates: container.tty &&\n    container.stdin && nope\n',
      'p.yaml:11:24: spec.violates: there is no variable "nope"',
    ],
    [
      'a hole of a message',
      '{container.name}',
      '{container.nam}',
      'p.yaml:11:34: spec.message: Container has no field "nam"; did you mean "name"?',
    ],
    [
      'a brace of a message',
      '{container.name}',
      '{container.name',
      'p.yaml:11:23: spec.message: "{" is not closed; write "{{" for a brace',
    ],
    [
      'a field path',
      'container.path +',
      'container.pat +',
      'p.yaml:12:20: spec.field: Container has no field "pat"; did you mean "path"?',
    ],
    [
      'the list of each',
      'workload.containers',
      'workload.container',
      'p.yaml:9:31: spec.each.container: Workload has no field "container"; did you mean "containers"?',
    ],
  ])('places a problem in %s', (_, from, to, problem) => {
    expect(changed(from, to)).toEqual([problem]);
  });

  it.each([
    [
      'grace: 72h',
      'grace: { type: duration, default: 3 }',
      'spec.parameters.grace.default: must be a duration such as 72h or 30m',
    ],
    ['limit: 5', 'limit: { type: int, default: many }', 'must be a whole number'],
    ['limit: 5', 'a-b: 5', 'spec.parameters.a-b: must match'],
    ['container: workload', 'workload: workload', 'the name workload is taken already'],
    ['title: A sample', 'title: 5', 'spec.title: must be text, is a number; put it in quotes'],
    ['title: A sample', 'title:', 'spec.title: must be text, is empty'],
    ['apiVersion: pratique.dev/v1', 'apiVersion: pratique.dev/v2', 'apiVersion: must be pratique.dev/v1'],
    ['name: sample', 'name: Sample_1', 'metadata.name: must match'],
    ['build: deny', 'build: deyn', 'did you mean "deny"?'],
    ['decisions: { build: deny }', 'decisions: deny', 'spec.decisions: must be a map, is text'],
    ['  title: A sample\n', '  title: A sample\n  title: Another\n', 'the key title stands twice'],
    ['  title: A sample\n', '  title: A sample\n  __proto__: x\n', 'a key must not be __proto__'],
    [
      '  title: A sample\n',
      '  title: A sample\n  scope: { namespaces: ["[b-a]"] }\n',
      'spec.scope.namespaces[0]: is not a glob',
    ],
    ['  title: A sample\n', '  title: A sample\n  scope: { namespace: [x] }\n', 'did you mean "namespaces"?'],
    ['  title: A sample\n', '  title: A sample\n ? [a]\n : b\n', 'p.yaml:'],
  ])('refuses %s → %s', (from, to, message) => {
    expect(changed(from, to).join('\n')).toContain(message);
  });

  it.each([
    [
      'unknown policy',
      'name: sample',
      'name: sampel',
      'spec.policies[0].name: there is no such policy; did you mean "sample"?',
    ],
    [
      'unknown parameter',
      'grace: 24h',
      'grcae: 24h',
      'spec.policies[0].parameters.grcae: the policy sample has no such parameter; did you mean "grace"?',
    ],
    [
      'wrong type',
      'grace: 24h',
      'grace: 5',
      'spec.policies[0].parameters.grace: must be a duration such as 72h or 30m',
    ],
    [
      'duplicate',
      '\n    - {',
      '\n    - { name: sample }\n    - {',
      'spec.policies[1].name: the policy sample stands twice',
    ],
    [
      'unknown base',
      'spec:\n',
      'spec:\n  extends: [min]\n',
      'spec.extends[0]: there is no such profile; did you mean "mine"?',
    ],
    ['itself', 'spec:\n', 'spec:\n  extends: [mine]\n', 'spec.extends: the profile extends itself'],
    [
      'an override',
      '24h }',
      '24h }, overrides: [ { scope: { teams: [x] }, parameters: { limt: 2 } } ]',
      'spec.policies[0].overrides[0].parameters.limt: the policy sample has no such parameter; did you mean "limit"?',
    ],
  ])('refuses a profile with %s', (_, from, to, message) => {
    const text = PROFILE.replace(from, to);
    expect(problems([file('p.yaml', POLICY), file('f.yaml', text)]).join('\n')).toContain(message);
  });

  const finding = POLICY.replace('name: sample', 'name: on-findings')
    .replace('subject: workload', 'subject: finding')
    .replace(/ {2}each.*\n {2}violates.*\n/, '  violates: finding.knownExploited\n')
    .replace(/ {2}message.*\n {2}field.*\n/, '  message: x\n');

  it.each([
    ['no subject', '  resource: Deployment/shop/api\n', '', 'spec: names no subject'],
    ['a digest alone', 'resource: Deployment/shop/api', 'digest: sha256:00', 'spec: names a digest alone'],
    ['no owner', '  owner: team-shop\n', '', 'spec.owner: is missing'],
    ['an empty reason', 'reason: legacy', 'reason: "  "', 'spec.reason: must not be empty'],
    ['no expiry', '  expires: 2026-12-31\n', '', 'spec.expires: is missing'],
    ['a day that is none', '2026-12-31', '2026-02-30', 'spec.expires: must be a date'],
    ['until-fixed without vulnerability', '2026-12-31', 'until-fixed', 'until-fixed needs a vulnerability'],
    [
      'findings without vulnerability',
      'policy: sample',
      'policy: on-findings',
      'on-findings looks at findings: name the vulnerability',
    ],
    [
      'a glob over findings',
      'policy: sample',
      'policy: "on-*"',
      'on-findings looks at findings: name the vulnerability',
    ],
    ['every policy', 'policy: sample', 'policy: "*"', 'looks at findings: name the vulnerability'],
    [
      'a policy that is not there',
      'policy: sample',
      'policy: smaple',
      'there is no such policy; did you mean "sample"?',
    ],
    ['a broken glob', 'Deployment/shop/api', '"[b-a]"', 'spec.resource: is not a glob'],
  ])('refuses an exception with %s', (_, from, to, message) => {
    const text = EXCEPTION.replace(from, to);
    expect(problems([file('p.yaml', `${POLICY}---\n${finding}`), file('e.yaml', text)]).join('\n')).toContain(message);
  });

  it.each([
    ['a misspelt fact', 'name: x', 'nmae: x', 'cases[0].facts.nmae: Workload has no such field; did you mean "name"?'],
    ['no form', ', facts: { name: x }', '', 'cases[0]: needs exactly one of manifest, dockerfile, facts'],
    ['two forms', 'facts: { name: x }', 'facts: { name: x }, manifest: { a: 1 }', 'needs exactly one of'],
    ['the wrong form', 'facts: { name: x }', 'dockerfile: FROM x', 'a Dockerfile is no case of a policy on workload'],
    ['a misspelt expectation', 'violated', 'voilated', 'did you mean "violated"?'],
    [
      'an unknown that is not there',
      'facts: {',
      'unknown: { workload.nme: x }, facts: {',
      'workload has no field "nme"; did you mean "name"?',
    ],
    [
      'a parameter that is not there',
      'facts: {',
      'parameters: { limt: 1 }, facts: {',
      'the policy has no such parameter; did you mean "limit"?',
    ],
    ['an instant that is none', 'facts: {', 'at: yesterday, facts: {', 'cases[0].at: must be an instant'],
  ])('refuses cases with %s', (_, from, to, message) => {
    const text = CASES.replace(from, to);
    expect(problems([file('s.yaml', POLICY), file('s.cases.yaml', text)]).join('\n')).toContain(message);
  });

  it('refuses cases without a policy beside them, and two of one name', () => {
    expect(problems([file('s.cases.yaml', CASES)])).toEqual([
      's.cases.yaml:1:1: the file of the same name beside it holds no policy that could be read',
    ]);
    const twice = `${CASES}${CASES.replace('cases:\n', '')}`;
    expect(problems([file('s.yaml', POLICY), file('s.cases.yaml', twice)])).toEqual([
      's.cases.yaml:3:13: cases[1].name: the case "one" stands twice',
    ]);
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`).join('\n')}\n`;

  it.each([
    ['aliases that multiply', bomb],
    [
      'aliases of aliases',
      Array.from({ length: 3000 }, (_, i) => `a${i}: &a${i} { x: ${i === 0 ? '1' : `*a${i - 1}`} }`).join('\n'),
    ],
    ['an alias to itself', 'kind: &a { b: *a }'],
    ['an alias that leads nowhere', 'kind: *nowhere'],
    ['deep lists', '['.repeat(20_000)],
    ['deep maps', '{a: '.repeat(20_000)],
    ['deep blocks', '- '.repeat(20_000)],
    ['nested keys', '? '.repeat(5000)],
    ['a file that is too large', ' '.repeat(1024 * 1024 + 1)],
    ['many documents', '---\na: 1\n'.repeat(2000)],
    ['a key that is a list', '? [a, b]\n: c\n'],
    ['a tag', 'kind: !!js/function "x"'],
    ['a binary', 'kind: !!binary aGVsbG8='],
    ['control characters', 'kind: "\u0001\u001b[31m"'],
    ['no YAML', 'a: b: c: ['],
    ['a bare text', 'hello'],
    ['a list', '- kind: Policy'],
  ])('says what is wrong with %s', (_, text) => {
    const said = problems([file('hostile.yaml', text)]);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join('').includes('\u001b')).toBe(false);
  });

  it('reads nothing out of files that hold nothing', () => {
    expect(loadPolicies([file('a.yaml', ''), file('b.yaml', '# only a comment\n---\n')]).policies).toEqual([]);
  });
});
