import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { startMemoryRegistry } from '@pratique/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallImage, writeInputs } from './inputs.ts';
import { runCli } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-cli-'));
  writeInputs(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scan = ['scan', 'oci-archive:vulnerable.tar'];

describe('reports', () => {
  test('several formats at once: files whole, stdout has its own, stderr says nothing', async () => {
    const words = [
      ...scan,
      '-o',
      'a.json',
      '-o',
      'a.sarif',
      '--format',
      'json',
      '--format',
      'sarif',
      '--format',
      'table',
    ];
    const { code, stdout, stderr } = await runCli(words, { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^oci-archive:vulnerable\.tar\n/);
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')).schemaVersion).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'a.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  test('without a terminal there is no colour, even where it is asked for', async () => {
    const { stdout } = await runCli(scan, { cwd: folder, env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain('\u001b');
  });

  test('the verdict is said once: in the table, else on stderr', async () => {
    const deny = [...scan, '--fail-on', 'critical'];
    const [table, json] = await Promise.all([
      runCli(deny, { cwd: folder }),
      runCli([...deny, '--format', 'json'], { cwd: folder }),
    ]);
    expect([table.code, json.code]).toEqual([1, 1]);
    expect(table.stdout).toMatch(/\ndenied: 1 finding is critical or worse\n$/);
    expect(table.stderr).toBe('');
    expect(JSON.parse(json.stdout).verdict).toMatch(/^denied/);
    expect(json.stderr).toBe('denied: 1 finding is critical or worse\n');
  });

  test('--severity and --fixable leave findings out, counted; the verdict is of all', async () => {
    const words = [...scan, '--severity', 'low', '--fail-on', 'critical', '--format', 'json'];
    const { code, stdout } = await runCli(words, { cwd: folder });
    const report = JSON.parse(stdout);
    expect([code, report.findings.length, report.summary.hidden > 0]).toEqual([1, 0, true]);
  });

  test('--at judges by another time', async () => {
    const { stdout } = await runCli([...scan, '--at', '2030-01-01', '--format', 'json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ scannedAt: '2030-01-01T00:00:00.000Z', database: { stale: true } });
  });
});

describe('stdout', () => {
  const main = join(import.meta.dirname, '../../apps/pratique/src/main.ts');
  const shell = (line: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; pratique() { '${process.execPath}' '${main}' "$@"; }; ${line}`], {
      cwd: folder,
      env: { ...process.env, PRATIQUE_DATA: join(folder, 'data') },
      encoding: 'utf8',
    });

  test('a reader that has seen enough changes no verdict', () => {
    const { status, stderr } = shell(`pratique ${scan.join(' ')} --fail-on critical | true`);
    expect([status, stderr]).toEqual([1, '']);
  });

  test.runIf(process.platform === 'linux').each(['help', scan.join(' ')])(
    'a full disk behind `%s` is exit 4',
    (line) => {
      const { status, stderr } = shell(`pratique ${line} > /dev/full`);
      expect(status).toBe(4);
      expect(stderr).toMatch(/^pratique: cannot write the report to stdout: no space is left\n[^\n]+\n$/);
    },
  );
});

describe('interrupted in the middle of a layer', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: ends by the signal, silent, nothing left', async (signal) => {
    const registry = await startMemoryRegistry();
    const { layers, config, manifest } = smallImage();
    for (const { bytes } of [...layers, config]) registry.addBlob(bytes);
    registry.addManifest('shop/api', manifest.bytes, manifest.mediaType, '1');
    registry.behaviour.stall = { after: 1000, times: 100 };
    const cwd = join(folder, signal);
    mkdirSync(cwd);
    try {
      const ended = await runCli(['scan', `${registry.host}/shop/api:1`, '-o', 'a.json', '-o', 'a.html'], {
        cwd,
        onStart(kill) {
          registry.behaviour.intercept = ({ url }) => {
            if (url?.includes(layers[0]?.digest ?? 'none')) setImmediate(() => kill(signal));
            return false;
          };
        },
      });
      expect([ended.signal, ended.stdout, ended.stderr]).toEqual([signal, '', '']);
      expect(readdirSync(cwd)).toEqual([]);
    } finally {
      await registry.close();
    }
  });
});

describe('state', () => {
  test('a known image is answered from the cache, a damaged entry is read through', async () => {
    const env = { PRATIQUE_DATA: join(folder, 'data-cache') };
    const words = [...scan, '--format', 'json', '--at', '2026-11-21'];
    const first = await runCli(words, { cwd: folder, env });
    const second = await runCli(words, { cwd: folder, env });
    const entries = join(folder, 'data-cache', 'sboms');
    for (const name of readdirSync(entries)) writeFileSync(join(entries, name), 'damaged');
    const third = await runCli(words, { cwd: folder, env });
    expect([second.stdout, third.stdout]).toEqual([first.stdout, first.stdout]);
    expect(readdirSync(entries)).toHaveLength(1);
  });

  test('SBOMs that cannot be kept cost the cache only', async () => {
    mkdirSync(join(folder, 'data-closed'));
    writeFileSync(join(folder, 'data-closed/sboms'), '');
    const { code, stderr } = await runCli(scan, { cwd: folder, env: { PRATIQUE_DATA: join(folder, 'data-closed') } });
    expect([code, stderr]).toEqual([0, '']);
  });

  test('a data folder that is none is said: an advisory database may be meant', async () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const { code, stderr } = await runCli(scan, { cwd: folder, env: { PRATIQUE_DATA: join(folder, 'no-folder') } });
    expect(stderr).toContain('advisories/database-inaccessible');
    expect(code).toBe(4);
  });

  test('--no-cache keeps nothing', async () => {
    await runCli([...scan, '--no-cache'], { cwd: folder, env: { PRATIQUE_DATA: join(folder, 'data-none') } });
    expect(readdirSync(folder)).not.toContain('data-none');
  });

  test('two scans at once agree', async () => {
    const env = { PRATIQUE_DATA: join(folder, 'data-two') };
    const words = [...scan, '--format', 'json', '--at', '2026-11-21'];
    const [one, two] = await Promise.all([runCli(words, { cwd: folder, env }), runCli(words, { cwd: folder, env })]);
    expect(one.stdout).toBe(two.stdout);
    expect(readdirSync(join(folder, 'data-two', 'sboms'))).toHaveLength(1);
  });
});

describe('versions check', () => {
  const check = (input: string) => runCli(['versions', 'check', 'deb'], { cwd: folder, input });

  test('prints what it disagrees with, input first, then the counts; exit 1', async () => {
    const input = '# comment\n1.0 < 1.0-1\r\n2 < 1\n1.0~rc1 > 1.0 // claimed\nnonsense\n1:1 = 1:1';
    const { code, stdout } = await check(input);
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^2 < 1\b/);
    expect(lines[1]).toMatch(/^1\.0~rc1 > 1\.0 \/\/ claimed/);
    expect(lines[2]).toMatch(/^nonsense \?/);
    expect(lines[3]).not.toMatch(/[<=>]/);
  });

  test.each(['', '1 < 2\n', '\u2028 < \u2028\n'])('%j disagrees with nothing; exit 0', async (input) => {
    expect((await check(input)).code).toBe(0);
  });
});
