import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Sbom, ScanResult } from '@pratique/model';
import { reportFormats } from '@pratique/report';
import { formatSbom, type SbomFormat } from '@pratique/sbom';
import { assess, inventoryTarget, type TargetOptions } from '@pratique/scan';
import { describeWithTestData } from '@pratique/testkit';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock, databaseOfAll, type TestDatabase } from './databases.ts';
import { compare, lineOf, readExpectedMatches } from './expected-matches.ts';
import { furtherInAllFeeds, listed } from './further-findings.ts';
import { expectedImages, targetOf, titleOf } from './images.ts';
import { runProgram } from './program.ts';
import { schemas } from './schemas.ts';

/** What two scans of one content must agree in, whatever the target was. */
function verdict({ findings, suppressed, notAssessed, unknowns, sbom }: ScanResult) {
  const told = (finding: Finding) => ({
    id: finding.id,
    package: finding.package,
    kind: finding.kind,
    aliases: finding.aliases,
    sources: finding.sources,
    state: finding.state,
    severity: finding.severity,
    severityFrom: finding.severityFrom,
    fixedIn: finding.fixedIn,
    fromBase: finding.fromBase,
    layer: finding.layer,
    priority: finding.priority,
    suppressed: finding.suppressed,
  });
  return {
    findings: findings.map(told),
    suppressed: suppressed.map(told),
    notAssessed,
    unknowns,
    inventoryUnknowns: sbom.unknowns,
    distribution: sbom.distribution,
  };
}

function expectWellFormed(xml: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => expect.unreachable(error.message));
  parser.write(xml).close();
}

describeWithTestData('against all feeds', (folder) => {
  const present = folder !== '/nonexistent';
  const image = (name: string): string => `oci-archive:${join(folder, 'images', name)}`;
  let all: TestDatabase;
  let temporary: string;
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'pratique-all-feeds-'));
    all = await databaseOfAll(folder);
  }, 120_000);
  afterAll(async () => {
    await all.remove();
    await rm(temporary, { recursive: true, force: true });
  });

  describe('every expected pair, and every further finding is listed', () => {
    const expectations = present ? readExpectedMatches(folder) : [];
    test.each(expectations.map((expectation) => [expectation.image, expectation] as const))(
      '%s',
      async (name, { matches }) => {
        const sbom = await inventoryTarget(image(name));
        const { missing, further } = compare(assess(sbom, { database: all.database, clock }), matches);
        expect(missing).toEqual([]);
        expect(further.map(lineOf).sort()).toEqual([...listed(furtherInAllFeeds, name)].sort());
      },
    );
  });

  // No pairs are given for these. The numbers were taken with a separate evaluation of every OSV record: packaging.version
  // for PyPI, SemVer 2.0, Gem::Version's and Maven's rules written anew, dpkg --compare-versions; none more, none fewer.
  test.each<[string, string, TargetOptions, Readonly<Record<string, number>>]>([
    ['jars', 'java-app.oci.tar', {}, { maven: 111, apk: 6, generic: 1 }],
    ['gems, Composer, NuGet', 'polyglot-app.oci.tar', {}, { gem: 99, composer: 5, nuget: 2, generic: 1 }],
    [
      'arm64',
      'alpine-3.20-multiarch.oci.tar',
      { platform: { os: 'linux', architecture: 'arm64' } },
      { apk: 31, generic: 1 },
    ],
    [
      'lockfiles',
      'lockfiles.oci.tar',
      { lockfiles: true },
      { gem: 103, pypi: 81, cargo: 37, npm: 28, golang: 11, composer: 1 },
    ],
    ['a CVE of every erratum', 'rpm-sqlite-almalinux9.oci.tar', {}, { rpm: 601 }],
  ])('findings by type: %s', async (_title, archive, options, expected) => {
    const { findings } = assess(await inventoryTarget(image(archive), options), { database: all.database, clock });
    const types: Record<string, number> = {};
    for (const { package: purl } of findings) {
      const type = /^pkg:([a-z]+)\//.exec(purl)?.[1] ?? '';
      types[type] = (types[type] ?? 0) + 1;
    }
    expect(types).toEqual(expected);
  });

  // A sample covers nothing, an excerpt of a release (secdb v3.18, without community) neither, and there is no feed at all for
  // Azure Linux, SUSE, Red Hat and ConanCenter. Owned Python packages are told with their owner.
  test.each<[string, TargetOptions, number]>([
    ['alpine-3.7.oci.tar', {}, 0],
    ['alpine-3.18.oci.tar', {}, 15],
    ['node-app.oci.tar', {}, 15 + 84],
    ['java-app.oci.tar', {}, 15 + 30],
    ['debian-10-metadata.oci.tar', {}, 0],
    ['debian-11-trimmed.oci.tar', {}, 0],
    ['debian-12-family.oci.tar:reports-api-1.0', {}, 129],
    ['ubuntu-18.04-metadata.oci.tar', {}, 357],
    ['distroless-go.oci.tar:lefthook-1.6.1', {}, 6],
    ['scratch-go.oci.tar', {}, 0],
    ['rpm-sqlite-mariner2.oci.tar', {}, 129],
    ['rpm-ndb-sle15.oci.tar', {}, 35],
    ['rpm-bdb-rhel8.oci.tar', {}, 1],
    ['rpm-sqlite-almalinux9.oci.tar', {}, 0],
    ['polyglot-app.oci.tar', {}, 14 + 52 + 1],
    ['lockfiles.oci.tar', { lockfiles: true }, 3346 + 51 + 17 + 7],
  ])('not assessed: %s', async (archive, options, count) => {
    const sbom = await inventoryTarget(image(archive), options);
    expect(assess(sbom, { database: all.database, clock }).notAssessed).toHaveLength(count);
  });

  describe('our own SBOM gives the same findings as what it describes', () => {
    type Case = readonly [title: string, target: string, options: TargetOptions];
    const cases: readonly Case[] = [
      ...expectedImages.map((expected): Case => [titleOf(expected), targetOf(folder, expected), { platform: expected.platform }]),
      ['lockfiles.oci.tar with --lockfiles', image('lockfiles.oci.tar'), { lockfiles: true }],
      ['node-app.oci.tar with --base', image('node-app.oci.tar'), { base: image('alpine-3.18.oci.tar') }],
    ]; // prettier-ignore

    test.each(cases)('%s', async (title, target, options) => {
      const sbom = await inventoryTarget(target, options);
      const expected = verdict(assess(sbom, { database: all.database, clock }));
      for (const format of ['cyclonedx', 'spdx'] as const satisfies readonly SbomFormat[]) {
        const path = join(temporary, `${title.replaceAll(/\W+/g, '-')}.${format}.json`);
        await writeFile(path, formatSbom(format, sbom, { version: '1.0.0' }));
        const read: Sbom = await inventoryTarget(`sbom:${path}`);
        expect(verdict(assess(read, { database: all.database, clock }))).toEqual(expected);
      }
    });
  });

  describe.each([
    ['node-app', 'node-app.oci.tar', 'CVE-2019-10744', '4.17.12'],
    ['reports-api', 'debian-12-family.oci.tar:reports-api-1.0', 'CVE-2023-43804', '1.26.17'],
    ['almalinux', 'rpm-sqlite-almalinux9.oci.tar', 'CVE-2023-38545', '7.76.1-26.el9_3.2'],
  ])('reports of %s', (name, archive, id, fixedIn) => {
    const files = Object.fromEntries(reportFormats.map((format) => [format, `${name}.${format}`]));
    const read = (format: string): Promise<string> => readFile(join(temporary, files[format] ?? ''), 'utf8');

    beforeAll(async () => {
      const outputs = reportFormats.flatMap((format) => [
        '--format',
        format,
        '-o',
        join(temporary, files[format] ?? ''),
      ]);
      const words = ['scan', image(archive), '--at', clock.now().toISOString(), ...outputs];
      expect(await runProgram(all.dataFolder, words)).toEqual({ code: 0, stdout: '', stderr: '' });
    });

    test('every format is written, whole, and names the finding and its fix', async () => {
      const written = await readdir(temporary);
      expect(written.filter((path) => path.endsWith('.part'))).toEqual([]);
      for (const format of reportFormats) {
        // Markdown escapes what would be markup in a version.
        const text = (await read(format)).replaceAll(format === 'markdown' ? '\\' : '\0', '');
        // The table shortens long lists; it names at least the worst.
        expect([format, text.length > 1000]).toEqual([format, true]);
        if (format === 'table') continue;
        expect([format, text.includes(id), text.includes(fixedIn)]).toEqual([format, true, true]);
      }
    });

    test.each(Object.keys(schemas) as (keyof typeof schemas)[])('%s validates against its schema', async (format) => {
      const document: object = JSON.parse(await read(format));
      const problems = schemas[format]();
      expect(problems(document)).toBeNull();
      expect(problems({ ...document, runs: 1, packages: 1, components: 1, findings: 1 })).not.toBeNull();
    });

    test('JUnit is well-formed XML, HTML stands alone', async () => {
      expectWellFormed(await read('junit'));
      const html = await read('html');
      expect(html).toMatch(/^<!doctype html>/i);
      // Nothing is fetched: links to advisories may lead out, resources may not.
      expect(html).not.toMatch(/<(?:script|img|iframe|link)[^>]*\s(?:src|href)=["']?(?:https?:)?\/\//i);
      expect(html).not.toMatch(/@import|url\(\s*["']?https?:/i);
    });

    test('all formats tell the same number of findings', async () => {
      const { findings } = JSON.parse(await read('json')) as { findings: unknown[] };
      const { runs } = JSON.parse(await read('sarif')) as { runs: { results: { suppressions?: unknown[] }[] }[] };
      const active = runs
        .flatMap(({ results }) => results)
        .filter(({ suppressions = [] }) => suppressions.length === 0);
      expect(active).toHaveLength(findings.length);
    });
  });
});
