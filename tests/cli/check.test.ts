import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliOptions, type CliRun, runCli } from './support.ts';

const privileged = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.example.com/shop/api:1.4.2
          securityContext:
            privileged: true
`;
const harmless = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-check-'));
  mkdirSync(join(folder, 'deploy'));
  writeFileSync(join(folder, 'deploy/api.yaml'), `${harmless}---\n${privileged}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(line: string, options: Partial<CliOptions> = {}): Promise<CliRun> {
  return runCli(line.split(' '), { cwd: folder, ...options });
}

const baseline = '--profile pod-security-baseline';

describe('check', () => {
  test('lists every document with its decision, and points at the line', async () => {
    const { code, stdout } = await run(`check deploy ${baseline}@v1.30 --format json`);
    const { targets, profile } = JSON.parse(stdout);
    expect(profile).toBe('pod-security-baseline@v1.30');
    expect(targets).toMatchObject([
      { file: 'deploy/api.yaml', kind: 'ConfigMap', name: 'settings', decision: 'allow', violations: [] },
      {
        kind: 'Deployment',
        name: 'api',
        namespace: 'shop',
        decision: 'deny',
        violations: [
          {
            policy: 'pod-security-privileged',
            message: 'container api is privileged',
            field: 'spec.template.spec.containers[0].securityContext.privileged',
            line: 15,
          },
        ],
      },
    ]);
    expect(code).toBe(1);
  });

  test('reads what kustomize and Helm print from standard input', async () => {
    const input = `# Source: chart/templates/api.yaml\n${privileged}`;
    const { code, stdout } = await run(`check - ${baseline}`, { input });
    expect(stdout).toContain('-:2  Deployment shop/api');
    expect(code).toBe(1);
  });

  test('a document that cannot be read is unknown, whatever the others are', async () => {
    writeFileSync(join(folder, 'broken.yaml'), `${harmless}---\napiVersion: v1\nkind: Pod\nspec: [\n`);
    const { code, stdout } = await run(`check broken.yaml ${baseline} --format json`);
    expect(JSON.parse(stdout).targets.map(({ decision }: { decision: string }) => decision)).toEqual([
      'allow',
      'unknown',
    ]);
    expect(code).toBe(3);
    expect((await run(`check broken.yaml ${baseline} --on-unknown pass`)).code).toBe(0);
  });

  test.each([
    ['check nowhere', 4, 'gate-ci/path-unreadable'],
    ['check data', 2, 'gate-ci/nothing-to-check'],
    ['check deploy --profile nonsense', 2, 'policy/'],
    ['check deploy --profile pod-security-baseline@v9.9', 2, 'policy/'],
    ['check deploy --policy nowhere.yaml', 4, 'cli/unreadable'],
    ['check deploy --format nonsense', 2, 'cli/usage'],
    ['scan oci-archive:x.tar --attest key.pem', 2, 'cli/usage'],
  ])('%s ends with %d and %s', async (line, code, error) => {
    mkdirSync(join(folder, 'data'));
    const result = await run(line);
    expect(result.stderr).toContain(error);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
  });

  test('fails only on what a change introduces, and shows what it fixes', async () => {
    await run(`check deploy ${baseline} --format json -o main.json`);
    const same = await run(`check deploy ${baseline} --compare-to main.json`);
    expect(same.code).toBe(0);
    expect(same.stdout).toContain('Against main.json: 0 introduced, 1 stood before, 0 fixed');
    writeFileSync(join(folder, 'deploy/api.yaml'), privileged.replace('privileged: true', 'procMount: Unmasked'));
    const changed = await run(`check deploy ${baseline} --compare-to main.json`);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('Against main.json: 1 introduced, 0 stood before, 1 fixed');
  });

  test('an exception holds until its instant, and then says that it expired', async () => {
    const exception = `apiVersion: pratique.dev/v1
kind: PolicyException
metadata: {name: legacy-api}
spec:
  policy: pod-security-privileged
  resource: Deployment/shop/api
  owner: team-shop
  reason: needs a device until the driver is replaced
  requestedBy: dev@example.com
  approvedBy: lead@example.com
  expires: 2026-12-31
`;
    writeFileSync(join(folder, 'exceptions.yaml'), exception);
    const line = `check deploy ${baseline} --exceptions exceptions.yaml --at`;
    const held = await run(`${line} 2026-12-31T23:59:59Z`);
    expect(held.stdout).toContain('excepted by lead@example.com until 2026-12-31');
    expect(held.code).toBe(0);
    const over = await run(`${line} 2027-01-01T00:00:00Z`);
    expect(over.stdout).toContain('exception legacy-api expired on 2026-12-31');
    expect(over.code).toBe(1);
  });

  test('GitHub Actions gets annotations and a summary, GitLab its code quality report', async () => {
    const summary = join(folder, 'summary.md');
    const github = await run(`check deploy ${baseline}`, {
      env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    });
    expect(github.stderr).toMatch(/^::error file=deploy\/api\.yaml,line=15,title=pod-security-privileged::/m);
    expect(readFileSync(summary, 'utf8')).toContain('## Policy check: deny');
    await run(`check deploy ${baseline}`, { env: { GITLAB_CI: 'true', CI_PROJECT_DIR: folder } });
    const [entry] = JSON.parse(readFileSync(join(folder, 'gl-code-quality-report.json'), 'utf8'));
    expect(entry).toMatchObject({ check_name: 'pod-security-privileged', location: { lines: { begin: 15 } } });
  });
});

describe('policy', () => {
  const policy = `apiVersion: pratique.dev/v1
kind: Policy
metadata: {name: api-needs-an-owner}
spec:
  title: Workload without owner
  subject: workload
  severity: low
  violates: '!("owner" in workload.labels)'
  message: "{workload.kind} {workload.name} names no owner"
  remediation: Set the label owner.
  decisions: {build: deny}
`;
  const cases = `cases:
  - name: no label
    expect: violated
    manifest: {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}
    message: Pod a names no owner
  - name: with a label
    expect: not-violated
    manifest: {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {owner: x}}, spec: {containers: [{name: a, image: b}]}}
`;

  test('a file of one’s own is added to a profile, or stands alone', async () => {
    writeFileSync(join(folder, 'own.yaml'), policy);
    const alone = await run('check deploy --policy own.yaml');
    expect(alone.stdout).toContain('Deployment api names no owner');
    expect(alone.stdout).not.toContain('privileged');
    const added = await run(`check deploy --policy own.yaml ${baseline}`);
    expect(added.stdout).toContain('Deployment api names no owner');
    expect(added.stdout).toContain('container api is privileged');
  });

  test('a field that does not exist fails when it is loaded, with its place and a suggestion', async () => {
    writeFileSync(join(folder, 'own.yaml'), policy.replace('in workload.labels', 'in workload.lables'));
    const { code, stderr } = await run('check deploy --policy own.yaml');
    expect(stderr).toMatch(/own\.yaml:8:\d+: .*lables.*labels/);
    expect(code).toBe(2);
  });

  test('test runs the cases beside it, and notices a condition that no case holds', async () => {
    writeFileSync(join(folder, 'own.yaml'), policy);
    writeFileSync(join(folder, 'own.cases.yaml'), cases);
    const good = await run('policy test own.yaml own.cases.yaml --mutate');
    expect(good.stdout).toMatch(/^2 passed, 0 failed, \d+ changes of conditions tried\n$/);
    expect(good.code).toBe(0);
    writeFileSync(
      join(folder, 'own.yaml'),
      policy.replace(`workload.labels)'`, `workload.labels) || workload.replicas > 9'`),
    );
    const weak = await run('policy test own.yaml own.cases.yaml --mutate');
    expect(weak.stdout).toContain('FAIL api-needs-an-owner: no case notices');
    expect(weak.code).toBe(1);
  });

  test('explain names what was looked at', async () => {
    const { stdout, code } = await run(`policy explain deploy ${baseline}`);
    expect(stdout).toContain('workload.containers[0].securityContext.privileged = true');
    expect(code).toBe(0);
  });

  test('list tells what a profile holds', async () => {
    const { stdout } = await run(`policy list ${baseline} --json`);
    expect(JSON.parse(stdout).policies).toContainEqual(expect.objectContaining({ name: 'pod-security-privileged' }));
  });

  test('backtest counts what would newly be denied', async () => {
    writeFileSync(join(folder, 'own.yaml'), policy);
    const { stdout } = await run(
      'policy backtest --over deploy --policy own.yaml --against pod-security-baseline --json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ subjects: 2, newlyDenied: { count: 0 }, stillDenied: 1 });
    writeFileSync(join(folder, 'deploy/api.yaml'), privileged.replace('privileged: true', 'privileged: false'));
    const changed = await run('policy backtest --over deploy --policy own.yaml --against pod-security-baseline');
    expect(changed.stdout).toContain('Newly denied: 1\n  Deployment shop/api: api-needs-an-owner');
  });
});

describe('exceptions import', () => {
  const who = '--owner team-shop --requested-by dev@example.com --expires 2027-06-30';

  test('carries over what fits, waits for approval, and names the rest', async () => {
    writeFileSync(join(folder, '.trivyignore'), '# accepted\nCVE-2026-0001 exp:2026-12-31\nAVD-DS-0002\n');
    const imported = await run(`exceptions import .trivyignore ${who} -o exceptions.yaml`);
    expect(imported.stderr).toContain('1 imported, waiting for approval; 1 not imported');
    expect(imported.code).toBe(1);
    const text = readFileSync(join(folder, 'exceptions.yaml'), 'utf8');
    expect(text).toContain('vulnerability: CVE-2026-0001');
    const loaded = await run(`check deploy ${baseline} --exceptions exceptions.yaml`);
    expect(loaded.stderr).toBe('');
    expect(loaded.code).toBe(1);
  });

  test('asks who answers for them', async () => {
    writeFileSync(join(folder, '.trivyignore'), 'CVE-2026-0001\n');
    expect(await run('exceptions import .trivyignore')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--owner'),
    });
  });
});

test('the table names once what is asked at other stages alone', async () => {
  const { stdout } = await run('check deploy');
  expect(stdout).toMatch(/not known yet, and asked at other stages: .*image-malware/);
  expect(stdout).not.toContain('could not tell: workload.containers[0].image');
});

test('a policy that is named alone is tested with the cases beside it', async () => {
  const policies = join(import.meta.dirname, '../../policies/workloads');
  const { code, stdout } = await run(`policy test ${join(policies, 'network-policy-missing.yaml')} --mutate`);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^[1-9]\d* passed, 0 failed/)]);
});

test('a report that was cut off is not taken for an empty one', async () => {
  await run('check deploy --format json -o earlier.json');
  writeFileSync(join(folder, 'earlier.json'), readFileSync(join(folder, 'earlier.json'), 'utf8').slice(0, 200));
  const { code, stderr } = await run('check deploy --compare-to earlier.json');
  expect(stderr).toContain('gate-ci/report-invalid');
  expect(code).not.toBe(0);
});
