import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeInputs } from './inputs.ts';
import { closedPort, type CliRun, runCli } from './support.ts';

let folder: string;
let port: number;
let registry: MemoryRegistry;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-cli-'));
  writeInputs(folder);
  port = await closedPort();
  registry = await startMemoryRegistry();
  registry.behaviour.auth = { scheme: 'basic', user: 'user', password: 'secret' };
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the words of a line; `PORT` is one where nobody listens, `REGISTRY` one that refuses. */
function run(line: string): Promise<CliRun> {
  const words = line.split(' ').map((word) => (word === "''" ? '' : word));
  const real = words.map((word) => word.replace('PORT', String(port)).replace('REGISTRY', registry.host));
  return runCli(real, { cwd: folder });
}

/** Line, exit code, error code, and what the message has to name. */
type Case = readonly [string, number, string, RegExp];

// What options take is held against them in the program's own tests, without a process each.
const usage: readonly Case[] = [
  ['nonsense', 2, 'cli/usage', /`pratique nonsense`/],
  ['advisories', 2, 'cli/usage', /update, status, show/],
  ['help nonsense', 2, 'cli/usage', /`pratique nonsense`/],
  ['scan', 2, 'cli/usage', /TARGET is missing/],
  ['scan --nonsense a', 2, 'cli/usage', /--nonsense/],
  ['scan a --format yaml', 2, 'cli/usage', /--format yaml: it takes table, json/],
  ['scan UPPER/Case', 2, 'oci/reference-invalid', /UPPER\/Case/],
  ['scan dir:folder --base dir:folder', 2, 'scan/base-unusable', /dir:folder/],
  ['versions compare semver x 1.0.0', 2, 'versions/unparsable', /"x"/],
];

const archives: readonly Case[] = [
  ['scan oci-archive:two.tar', 2, 'oci/reference-ambiguous', /two\.tar: .*one, two/],
  ['scan oci-archive:two.tar:three', 2, 'oci/reference-unknown', /three/],
  ['scan oci-archive:multi.tar --platform linux/s390x', 2, 'oci/platform-missing', /linux\/amd64.*linux\/arm64/],
  ['scan oci-archive:good.tar --platform windows/amd64', 2, 'oci/platform-missing', /linux\/amd64/],
  ['scan oci-archive:missing.tar', 4, 'oci/target-unreadable', /missing\.tar: there is no such file/],
  ['scan oci-archive:folder', 4, 'oci/target-unreadable', /folder: it is a directory/],
  ['scan oci-archive:truncated.tar', 4, 'oci/archive-unreadable', /truncated\.tar: .*truncated/],
  ['scan oci-archive:damaged.tar', 4, 'oci/digest-mismatch', /sha256:[0-9a-f]{64}.*sha256:[0-9a-f]{64}/],
  ['scan oci-archive:empty.tar', 4, 'oci/not-an-image-archive', /empty\.tar: it is empty/],
  ['scan oci-archive:text.tar', 4, 'oci/not-an-image-archive', /text\.tar: it is no tar/],
  ['scan oci-archive:page.html', 4, 'oci/not-an-image-archive', /page\.html: it is HTML/],
  ['scan docker-archive:page.html', 4, 'oci/not-an-image-archive', /page\.html: it is HTML/],
  ['scan oci-archive:zip-layer.tar', 4, 'oci/media-type-unsupported', /application\/zip/],
  ['scan oci-dir:html-layout', 4, 'oci/document-invalid', /index/],
  ['scan oci-archive:good.tar --base oci-archive:missing.tar', 4, 'oci/target-unreadable', /missing\.tar/],
];

const others: readonly Case[] = [
  ['scan dir:missing', 4, 'oci/target-unreadable', /missing: there is no such/],
  ['scan sbom:missing.json', 4, 'scan/sbom-unreadable', /missing\.json: there is no such/],
  ['scan sbom:folder', 4, 'scan/sbom-unreadable', /folder: it is a directory/],
  ['scan sbom:page.html', 4, 'sbom/not-an-sbom', /page\.html/],
  ['scan sbom:other.json', 4, 'sbom/not-an-sbom', /other\.json/],
  ['scan 127.0.0.1:PORT/shop/api:1', 4, 'oci/registry-unavailable', /127\.0\.0\.1:\d+/],
  ['scan REGISTRY/shop/api:1', 4, 'oci/registry-refused', /127\.0\.0\.1:\d+/],
  ['scan dir:folder --vex page.html', 4, 'cli/unreadable', /page\.html/],
  ['scan dir:folder --vex other.json', 4, 'cli/unreadable', /other\.json: neither OpenVEX/],
  ['scan oci-archive:good.tar -o missing/report.json', 4, 'cli/output-failed', /missing\/report\.json/],
  ['scan oci-archive:good.tar --format json -o folder', 4, 'cli/output-failed', /folder: it is a directory/],
  ['sbom oci-archive:truncated.tar -o out.cdx.json', 4, 'oci/archive-unreadable', /truncated\.tar/],
  ['advisories update --from folder', 2, 'advisories/no-feeds', /folder/],
  ['advisories update --from missing', 2, 'advisories/origin-invalid', /missing/],
  ['advisories update --from feeds', 4, 'advisories/malformed', /osv\/npm\/all\.zip/],
];

describe.each([
  ['usage', usage],
  ['archives', archives],
  ['other targets and files', others],
] as const)('%s', (_, cases) => {
  test.concurrent.each(cases)('%s: exit %i, %s', async (line, code, errorCode, named) => {
    const { code: exit, stdout, stderr } = await run(line);
    // One message, the next step, the code to look up: two lines, and nothing that a program would take for a report.
    expect(stderr).toMatch(/^pratique: cannot [^\n]+\n {2}[A-Z][^\n]+\. \[[a-z]+\/[a-z-]+\]\n$/);
    expect(stderr).toContain(`[${errorCode}]`);
    expect(stderr).toMatch(named);
    expect(stderr).not.toMatch(/^ +at |node:internal|secret/m);
    expect(stdout).toBe('');
    expect(exit).toBe(code);
  });
});

test('none of them left anything half-written', () => {
  const left = readdirSync(folder, { recursive: true }).map(String);
  expect(left.filter((name) => /\.part$|out\.cdx|report/.test(name))).toEqual([]);
});

const good: readonly (readonly [string, number])[] = [
  ['--version', 0],
  ['help', 0],
  ['advisories --help', 0],
  ['scan oci-archive:good.tar', 0],
  ['scan oci-dir:layout --format sarif', 0],
  ['scan docker-archive:docker.tar --format junit', 0],
  ['scan oci-archive:multi.tar --platform linux/arm64 --format markdown', 0],
  ['sbom oci-archive:good.tar --format spdx', 0],
  ['advisories status', 0],
  ['scan oci-archive:vulnerable.tar --fail-on critical', 1],
  // Nothing denies, but the starter set assesses nothing.
  ['scan oci-archive:good.tar --fail-on critical', 3],
  ['scan oci-archive:good.tar --fail-on critical --on-unknown pass', 0],
  ['scan dir:folder --fail-on low', 3],
  ['advisories show CVE-0000-0000', 1],
  ['versions compare deb 1.0~rc1 1.0', 0],
  ['completion bash', 0],
];

describe('what works', () => {
  test.concurrent.each(good)('%s: exit %i', async (line, code) => {
    const { code: exit, stdout, stderr } = await run(line);
    expect(exit).toBe(code);
    expect(stdout).not.toBe('');
    expect(stderr).not.toMatch(/cannot|defect|Warning/);
  });

  test('no command at all: help, but not where a report would be', async () => {
    const { code, stdout, stderr } = await runCli([], { cwd: folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: pratique/);
  });
});
