import type { CheckedTarget, CheckResult, PolicyResult, Verdict } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { checkReportSchema } from './schema.ts';
import { type CheckReportFormat, checkReportFormatOf, checkReportFormats, loadCheckReporter } from './formats.ts';

function policyResult(over: Partial<PolicyResult> = {}): PolicyResult {
  return {
    policy: 'privileged-container',
    title: 'Privileged container',
    severity: 'critical',
    result: 'violated',
    decision: 'deny',
    enforced: true,
    subject: { kind: 'workload', name: 'Deployment shop/api', file: 'deploy/api.yaml', line: 23 },
    message: 'container api is privileged',
    field: 'spec.template.spec.containers[0].securityContext.privileged',
    remediation: 'Set privileged to false.',
    references: ['CIS Kubernetes 5.2.2'],
    ...over,
  };
}

function verdict(over: Partial<Verdict> = {}): Verdict {
  return {
    stage: 'build',
    decision: 'allow',
    compliance: 'compliant',
    violations: [],
    unknowns: [],
    excepted: [],
    inactive: [],
    policies: 3,
    profile: 'recommended',
    judgedAt: '2026-11-21T12:00:00.000Z',
    ...over,
  };
}

function target(over: Partial<CheckedTarget> = {}): CheckedTarget {
  return {
    file: 'deploy/api.yaml',
    line: 3,
    kind: 'Deployment',
    name: 'api',
    namespace: 'shop',
    verdict: verdict(),
    ...over,
  };
}

const denied = policyResult();
const unsure = policyResult({
  policy: 'exploited-and-fixable',
  result: 'unknown',
  message: 'image was not scanned',
  field: '',
});
const excepted = policyResult({
  policy: 'host-network',
  exception: {
    name: 'vpn',
    owner: 'team-net',
    reason: 'needs the node',
    approvedBy: 'lead@example.com',
    expires: '2026-12-31',
    state: 'approved',
  },
});

const sample: CheckResult = {
  profile: 'recommended',
  stage: 'build',
  checkedAt: '2026-11-21T12:00:00.000Z',
  decision: 'deny',
  targets: [
    target({ verdict: verdict({ decision: 'deny', violations: [denied], unknowns: [unsure], excepted: [excepted] }) }),
    target({
      file: './broken.yaml',
      line: 9,
      kind: '',
      name: '',
      namespace: '',
      verdict: verdict({ decision: 'unknown' }),
      problem: 'is no YAML',
    }),
    target({ name: 'fine' }),
  ],
};

const options = { version: '0', color: false, width: 120 };

async function render(format: CheckReportFormat, result: CheckResult = sample): Promise<string> {
  return (await loadCheckReporter(format)).render(result, options);
}

test.each(checkReportFormats)('%s names the policy that denies and the file that could not be read', async (format) => {
  const text = await render(format);
  expect(text).toContain('privileged-container');
  expect(text).toContain('is no YAML');
});

test('json lists every document with its decision and violations', async () => {
  const { targets } = JSON.parse(await render('json'));
  expect(targets.map(({ decision }: { decision: string }) => decision)).toEqual(['deny', 'unknown', 'allow']);
  expect(targets[0].violations).toMatchObject([
    { policy: 'privileged-container', message: 'container api is privileged', field: denied.field, line: 23 },
  ]);
  expect(targets[0].unknowns).toHaveLength(1);
  expect(targets[0].excepted).toMatchObject([{ policy: 'host-network', exception: { expires: '2026-12-31' } }]);
});

test('json is as its schema says', async () => {
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  const validate = ajv.compile(checkReportSchema);
  validate(JSON.parse(await render('json')));
  expect(validate.errors ?? []).toEqual([]);
});

test('sarif points at file and line, and keeps what is excepted as suppressed', async () => {
  const [run] = JSON.parse(await render('sarif')).runs;
  const [first] = run.results;
  expect(first).toMatchObject({ ruleId: 'privileged-container', level: 'error' });
  expect(first.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'deploy/api.yaml' },
    region: { startLine: 23 },
  });
  expect(run.results.at(-1)).toMatchObject({ ruleId: 'host-network', suppressions: [{ status: 'accepted' }] });
  const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
  for (const { ruleId } of run.results) expect(ids).toContain(ruleId);
});

test('junit counts failures, errors and what passed', async () => {
  const text = await render('junit');
  expect(text).toContain('<testsuites name="pratique" tests="5" failures="1" errors="2"');
  expect(text).toContain('name="policies" time="0"/>');
});

test('github annotations are one line each and cannot smuggle a command', async () => {
  const hostile = policyResult({ message: 'a\n::error::b %0A' });
  const text = await render('github', {
    ...sample,
    targets: [target({ verdict: verdict({ violations: [hostile] }) })],
  });
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(text).toContain('%250A');
  expect(text).toMatch(/^::error file=deploy\/api\.yaml,line=23,title=privileged-container::/);
});

test('gitlab gives each row its own lasting fingerprint', async () => {
  const rows = JSON.parse(await render('gitlab'));
  expect(new Set(rows.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(rows.length);
  expect(rows[1]).toMatchObject({ severity: 'blocker', location: { path: 'deploy/api.yaml', lines: { begin: 23 } } });
  const moved = target({
    line: 90,
    verdict: verdict({ violations: [policyResult({ subject: { ...denied.subject, line: 99 } })] }),
  });
  const [again] = JSON.parse(await render('gitlab', { ...sample, targets: [moved] }));
  expect(again.fingerprint).toBe(rows[1].fingerprint);
});

describe('a comparison', () => {
  const comparison = {
    with: 'main.json',
    introduced: [denied],
    standing: [unsure],
    fixed: [policyResult({ policy: 'latest-tag' })],
  };
  const compared = { ...sample, comparison };

  test.each(['junit', 'sarif', 'github', 'gitlab'] as const)('%s leaves out what stood before', async (format) => {
    const text = await render(format, compared);
    expect(text).toContain('privileged-container');
    expect(text).not.toContain('exploited-and-fixable');
  });

  test.each(['table', 'markdown', 'json'] as const)('%s shows what the change fixes', async (format) => {
    expect(await render(format, compared)).toContain('latest-tag');
  });
});

test('the table shows an expired exception beside what it no longer covers', async () => {
  const expired = policyResult({ exception: { ...excepted.exception!, state: 'expired', expires: '2026-11-20' } });
  const text = await render('table', { ...sample, targets: [target({ verdict: verdict({ violations: [expired] }) })] });
  expect(text).toContain('exception vpn expired on 2026-11-20');
});

test.each([
  ['a.sarif', 'sarif'],
  ['gl-code-quality-report.json', 'gitlab'],
  ['a.json', 'json'],
  ['a.md', 'markdown'],
  ['a.html', undefined],
])('the format of %s is %s', (path, format) => {
  expect(checkReportFormatOf(path)).toBe(format);
});

test.each(checkReportFormats)('%s lets nothing through that a terminal or a CI system would obey', async (format) => {
  const evil = '\u001b[31m\u009b\u202e\u061c\u2028\ud800 <b>&\r\n::error::x';
  const exception = { ...excepted.exception!, reason: evil, owner: evil };
  const violation = policyResult({ message: evil, remediation: evil, field: evil });
  const hostile = target({
    name: evil,
    file: `a/${evil}`,
    verdict: verdict({ violations: [violation], excepted: [policyResult({ message: evil, exception })] }),
  });
  const broken = target({ file: evil, problem: evil });
  const text = await render(format, { ...sample, targets: [hostile, broken] });
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u2028-\u202e\u2066-\u2069]/);
  // Only the format for GitHub Actions has commands, and only its own.
  const commands = text.match(/^\s*::.*/gm) ?? [];
  expect(commands.every((line) => format === 'github' && /^::(?:error|warning|notice) file=/.test(line))).toBe(true);
});
