import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageLayout, writeOciArchive } from '@pratique/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallImage } from './inputs.ts';
import { type CliRun, runCli } from './support.ts';

const policy = `apiVersion: pratique.dev/v1
kind: Policy
metadata: {name: no-left-pad}
spec:
  title: A package that is not wanted
  subject: package
  severity: high
  violates: pkg.name == "left-pad"
  message: "{pkg.name} {pkg.version} is not wanted"
  remediation: Remove it.
  decisions: {build: deny}
`;
const exception = `apiVersion: pratique.dev/v1
kind: PolicyException
metadata: {name: left-pad-for-now}
spec:
  policy: no-left-pad
  package: left-pad
  owner: team-shop
  reason: being replaced
  requestedBy: dev@example.com
  approvedBy: lead@example.com
  expires: 2026-12-31
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-attest-'));
  const write = (name: string, library?: { name: string; version: string }): void =>
    writeOciArchive(new ImageLayout().addImage(smallImage('amd64', library), '1'), join(folder, name));
  write('bad.tar');
  write('good.tar', { name: 'right-pad', version: '1.0.0' });
  writeFileSync(join(folder, 'own.yaml'), policy);
  writeFileSync(join(folder, 'exceptions.yaml'), exception);
  for (const name of ['signer', 'stranger']) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(join(folder, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(folder, `${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const attest = '--policy own.yaml --on-unknown pass --attest signer.pem --at 2026-11-21T00:00:00Z';
  expect((await run(`scan oci-archive:bad.tar ${attest} --attestation bad.jsonl`)).code).toBe(1);
  expect((await run(`scan oci-archive:good.tar ${attest} --attestation good.jsonl`)).code).toBe(0);
  const excepted = `scan oci-archive:bad.tar ${attest} --exceptions exceptions.yaml --attestation excepted.jsonl`;
  expect((await run(excepted)).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(line: string): Promise<CliRun> {
  return runCli(line.split(' '), { cwd: folder });
}

describe('a verdict that was attested', () => {
  test.each([
    ['good', 'good', 0, /^allow: attested as allow, compliant/],
    ['bad', 'bad', 1, /^deny: attested as deny, noncompliant(.|\n)*left-pad 1\.0\.0 is not wanted/],
    ['bad', 'excepted', 0, /excepted until 2026-12-31/],
  ])('of %s.tar in %s.jsonl answers %d', async (image, file, code, shown) => {
    const verified = await run(
      `verify oci-archive:${image}.tar --key signer.pub --attestation ${file}.jsonl --at 2026-11-22`,
    );
    expect(verified.stderr).toBe('');
    expect(verified.stdout).toMatch(shown);
    expect(verified.code).toBe(code);
  });

  test('is found among those of other images; of two of one instant the worse counts', async () => {
    const read = (name: string): string => readFileSync(join(folder, `${name}.jsonl`), 'utf8');
    writeFileSync(join(folder, 'all.jsonl'), `${read('bad')}${read('good')}${read('excepted')}`);
    writeFileSync(join(folder, 'turned.jsonl'), `${read('excepted')}${read('good')}${read('bad')}`);
    const codes = ['all', 'turned'].flatMap((file) =>
      ['good', 'bad'].map(async (image) => {
        const line = `verify oci-archive:${image}.tar --key signer.pub --attestation ${file}.jsonl --at 2026-11-22`;
        return (await run(line)).code;
      }),
    );
    expect(await Promise.all(codes)).toEqual([0, 1, 0, 1]);
  });

  test('is not looked for in a file of which not all is read', async () => {
    writeFileSync(join(folder, 'long.jsonl'), readFileSync(join(folder, 'good.jsonl'), 'utf8').repeat(501));
    const long = await run('verify oci-archive:good.tar --key signer.pub --attestation long.jsonl --at 2026-11-22');
    expect([long.code, long.stderr]).toEqual([1, expect.stringContaining('more than the 1000 statements')]);
  });

  test.each([
    ['--profile strict', 'it was judged by profile (none), not strict'],
    ['--stage deploy', 'it was judged for stage build, not deploy'],
    ['--max-age 24h', 'it is too old'],
  ])('is not relied on where %s asks for another', async (asked, why) => {
    const line = `verify oci-archive:good.tar --key signer.pub --attestation good.jsonl --at 2026-11-23 ${asked}`;
    const verified = await run(line);
    expect(verified.stdout).toContain(`It cannot be relied on: ${why}`);
    expect(verified.code).toBe(3);
  });

  test('is read as long as time alone cannot have changed it', async () => {
    const later = await run('verify oci-archive:bad.tar --key signer.pub --attestation excepted.jsonl --at 2027-01-01');
    expect(later.stdout).toContain('It cannot be relied on: time alone may have changed it');
    expect(later.code).toBe(3);
  });

  test.each([
    [
      'another image',
      'verify oci-archive:good.tar --key signer.pub --attestation bad.jsonl',
      'attestation/subject-mismatch',
    ],
    [
      'a stranger’s key',
      'verify oci-archive:bad.tar --key stranger.pub --attestation bad.jsonl',
      'attestation/signature-invalid',
    ],
    [
      'a changed statement',
      'verify oci-archive:bad.tar --key signer.pub --attestation tampered.jsonl',
      'attestation/signature-invalid',
    ],
    ['no verdict', 'verify oci-archive:bad.tar --key signer.pub --attestation first.jsonl', 'gate-ci/no-verdict'],
  ])('of %s answers no', async (_, line, code) => {
    const [vulnerabilities = '', verdict = ''] = readFileSync(join(folder, 'bad.jsonl'), 'utf8').split('\n');
    writeFileSync(join(folder, 'first.jsonl'), `${vulnerabilities}\n`);
    const envelope = JSON.parse(verdict) as { payload: string };
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('"deny"', '"warn"');
    const tampered = { ...envelope, payload: Buffer.from(payload).toString('base64') };
    writeFileSync(join(folder, 'tampered.jsonl'), JSON.stringify(tampered));
    const { code: exit, stdout, stderr } = await run(line);
    expect(stderr).toContain(code);
    expect([exit, stdout]).toEqual([1, '']);
  });

  test('is not written where the target is no image', async () => {
    const { code, stderr } = await run('scan dir:. --policy own.yaml --attest signer.pem --attestation none.jsonl');
    expect(stderr).toContain('attestation/subject-missing');
    expect(code).not.toBe(0);
  });
});
