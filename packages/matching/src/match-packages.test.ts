import { fixedClock } from '@pratique/foundation';
import type { Distribution, FeedRecord, Package } from '@pratique/model';
import {
  buildAdvisory,
  buildDistribution,
  type BuiltEntry,
  buildPackage,
  buildSbom,
  memoryAdvisoryDatabase,
} from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { type MatchOptions, matchPackages, type MatchResult } from './match-packages.ts';

const clock = fixedClock('2026-11-21T00:00:00Z');
const debian12 = buildDistribution('debian', '12');
const rhel9 = buildDistribution('rhel', '9.4');

interface Case {
  readonly packages: readonly Package[];
  readonly records: readonly FeedRecord[];
  readonly distribution?: Distribution;
  readonly covers?: readonly string[];
  readonly options?: MatchOptions;
}

function match({ packages, records, distribution, covers = [], options }: Case): MatchResult {
  const sbom = buildSbom(packages, distribution ? { distribution } : {});
  return matchPackages({ sbom, database: memoryAdvisoryDatabase({ records, covers }), clock, options });
}

function entry(
  ecosystem: string,
  name: string,
  scheme: BuiltEntry['scheme'],
  more: Partial<BuiltEntry> = {},
): BuiltEntry {
  return { ecosystem, name, scheme, ...more };
}

const ids = ({ findings }: MatchResult): string[] => findings.map(({ id }) => id).sort();

describe('distributions', () => {
  const curl = buildPackage({ type: 'deb', name: 'libcurl4', version: '7.88.1-10', source: { name: 'curl', version: '7.88.1-10' } }); // prettier-ignore
  const dsa = buildAdvisory(
    { id: 'DEBIAN-CVE-2023-38545', aliases: ['CVE-2023-38545'], feed: 'osv/Debian' },
    entry('Debian:12', 'curl', 'deb', { fixed: '7.88.1-10+deb12u4' }),
  );

  test('a binary package is matched by its source, in its own release', () => {
    const result = match({ packages: [curl], records: [dsa], distribution: debian12, covers: ['Debian:12'] });
    expect(result.findings).toMatchObject([
      { id: 'CVE-2023-38545', package: curl.purl, state: 'fixed', fixedIn: '7.88.1-10+deb12u4' },
    ]);
    expect(result.notAssessed).toEqual([]);
    expect(ids(match({ packages: [curl], records: [dsa], distribution: buildDistribution('debian', '11') }))).toEqual(
      [],
    );
  });

  test('a hit of a feed that covers nothing is a finding all the same, and the package is not assessed', () => {
    const result = match({ packages: [curl], records: [dsa], distribution: debian12 });
    expect(ids(result)).toEqual(['CVE-2023-38545']);
    expect(result.notAssessed).toEqual([{ package: curl.purl, reason: 'no loaded feed covers Debian:12' }]);
  });

  test('findings are bounded: packages past it are not assessed', () => {
    const packages = ['a', 'b', 'c'].map((name) => buildPackage({ type: 'npm', name, version: '1.0.0' }));
    const records = packages.flatMap(({ name }) =>
      [1, 2].map((n) => buildAdvisory({ id: `CVE-2026-000${n}` }, entry('npm', name, 'semver', { fixed: '2.0.0' }))),
    );
    const { findings, notAssessed } = match({ packages, records, covers: ['npm'], options: { mostFindings: 3 } });
    expect(findings).toHaveLength(3);
    expect(notAssessed.map((one) => one.package)).toEqual([packages[1]?.purl, packages[2]?.purl]);
  });

  test('what the distribution says is not affected is no finding', () => {
    const never = buildAdvisory({ id: 'CVE-2023-1' }, entry('Debian:12', 'curl', 'deb', { state: 'not-affected' }));
    expect(ids(match({ packages: [curl], records: [never], distribution: debian12 }))).toEqual([]);
  });

  test.each([
    ['will-not-fix', 'will-not-fix'],
    ['end-of-life', 'end-of-life'],
    ['affected', 'no-fix'],
    ['under-investigation', 'under-investigation'],
  ] as const)('state %s becomes %s', (state, expected) => {
    const record = buildAdvisory({ id: 'CVE-2023-2' }, entry('Debian:12', 'curl', 'deb', { state }));
    const { findings } = match({ packages: [curl], records: [record], distribution: debian12 });
    expect(findings).toMatchObject([{ id: 'CVE-2023-2', state: expected, fixedIn: '' }]);
  });

  test('a third-party package is not compared with the distribution', () => {
    const backport = { ...curl, version: '7.88.1-9~bpo11+1', source: { name: 'curl', version: '7.88.1-9~bpo11+1' } };
    const result = match({ packages: [backport], records: [dsa], distribution: debian12, covers: ['Debian:12'] });
    expect(result.findings).toEqual([]);
    expect(result.notAssessed[0]?.reason).toMatch(/^built by the backports repository/);
  });

  test('an entry is limited to its architectures, whatever they are called', () => {
    const limited = buildAdvisory(
      { id: 'CVE-2023-3' },
      entry('Debian:12', 'curl', 'deb', { fixed: '8', architectures: ['x86_64'] }),
    );
    const on = (architecture: string): string[] =>
      ids(match({ packages: [{ ...curl, architecture }], records: [limited], distribution: debian12 }));
    expect(on('amd64')).toEqual(['CVE-2023-3']);
    expect(on('all')).toEqual(['CVE-2023-3']);
    expect(on('arm64')).toEqual([]);
  });

  test('an end that is no fix ends the range and is never the version to update to', () => {
    // As GHSA-75v8-2h7p-7m2m on formidable: known below 2.1.3, and no fixed version named.
    const record = buildAdvisory(
      { id: 'CVE-2025-46653' },
      entry('npm', 'formidable', 'semver', { ranges: [{ introduced: '2.1.0', before: '2.1.3' }] }),
    );
    const at = (version: string) => {
      const formidable = buildPackage({ type: 'npm', name: 'formidable', version });
      return match({ packages: [formidable], records: [record], distribution: debian12 }).findings;
    };
    expect(at('2.1.2')).toMatchObject([{ id: 'CVE-2025-46653', state: 'no-fix', fixedIn: '' }]);
    expect(at('2.1.5')).toEqual([]);
  });

  test.each([
    ['linux', ['CVE-2026-32282']],
    ['windows', ['CVE-2025-0913']],
    ['linux,windows', ['CVE-2025-0913', 'CVE-2026-32282']],
    ['android', ['CVE-2026-32282']],
    [undefined, ['CVE-2025-0913', 'CVE-2026-32282']],
  ])('an entry is limited to its operating systems: a Go module in a program for %s', (goos, expected) => {
    const stdlib = buildPackage({ type: 'golang', name: 'stdlib', version: '1.22.0', evidence: 'binary', ...(goos && { properties: { goos } }) }); // prettier-ignore
    const limitedTo = (id: string, system: string) =>
      buildAdvisory({ id }, entry('Go', 'stdlib', 'go', { fixed: '1.23.0', operatingSystems: [system] }));
    const records = [limitedTo('CVE-2025-0913', 'windows'), limitedTo('CVE-2026-32282', 'linux')];
    expect(ids(match({ packages: [stdlib], records, distribution: debian12 }))).toEqual(expected);
  });

  test('kernel headers do not inherit the kernel, unless asked', () => {
    const headers = buildPackage({ type: 'deb', name: 'linux-libc-dev', version: '6.1.0-1', source: { name: 'linux', version: '6.1.0-1' } }); // prettier-ignore
    const record = buildAdvisory({ id: 'CVE-2024-1' }, entry('Debian:12', 'linux', 'deb', { fixed: '6.1.99-1' }));
    const input = { packages: [headers], records: [record], distribution: debian12 };
    expect(match(input).findings).toEqual([]);
    expect(match(input).suppressed).toMatchObject([{ id: 'CVE-2024-1', suppressed: { by: 'ignored' } }]);
    expect(ids(match({ ...input, options: { kernelHeaders: true } }))).toEqual(['CVE-2024-1']);
  });

  test('source versions without an epoch are compared without the advisory’s', () => {
    const carp = buildPackage({ type: 'rpm', name: 'perl-Carp', version: '1.50-439.el8', source: { name: 'perl', version: '5.26.3-420.el8' } }); // prettier-ignore
    const at = (fixed: string): MatchResult =>
      match({
        packages: [carp],
        records: [buildAdvisory({ id: 'CVE-2023-4' }, entry('Rocky Linux:8', 'perl', 'rpm', { fixed }))],
        distribution: buildDistribution('rocky', '8.6'),
      });
    expect(ids(at('4:5.26.3-419.el8'))).toEqual([]);
    expect(at('4:5.26.3-422.el8').findings).toMatchObject([{ fixedIn: '4:5.26.3-422.el8' }]);
  });
});

describe('rpm modules', () => {
  const node = (more: Partial<Package>): Package =>
    buildPackage({ type: 'rpm', name: 'nodejs', version: '1:16.1.0-1.el8', ...more });
  const modular = node({ version: '1:16.1.0-1.module+el8.5.0+1', modularity: 'nodejs:16:805:abc' });
  const unlabelled = node({ version: '1:16.1.0-1.module+el8.5.0+1' });
  const plain = node({});
  const fixed = '1:16.2.0-1.module+el8.6.0+2';
  test.each<[string, Package, Partial<BuiltEntry>, boolean]>([
    ['the same stream', modular, { fixed, module: 'nodejs:16' }, true],
    ['another stream', modular, { fixed, module: 'nodejs:18' }, false],
    ['a module’s entry, a plain package', plain, { fixed, module: 'nodejs:16' }, false],
    ['a plain entry, a module’s package', modular, { fixed: '1:17-1.el8' }, false],
    ['a plain entry, a plain package', plain, { fixed: '1:17-1.el8' }, true],
    ['the stream known by the release alone', plain, { fixed }, false],
    ['both known by the release alone', unlabelled, { fixed }, true],
    ['a package known by the release alone', unlabelled, { fixed, module: 'nodejs:16' }, true],
  ])('%s', (_title, pkg, more, expected) => {
    const record = buildAdvisory(
      { id: 'RHSA-1', vulnerabilities: ['CVE-2023-5'] },
      entry('Red Hat:9', 'nodejs', 'rpm', more),
    );
    expect(ids(match({ packages: [pkg], records: [record], distribution: rhel9 }))).toEqual(
      expected ? ['CVE-2023-5'] : [],
    );
  });
});

describe('errata that name a flaw again', () => {
  // CVE-2024-8088 in RHEL 9: fixed in 3.9.18 for 9.4, named again with the rebase to 3.9.19 for 9.5.
  const records = [
    buildAdvisory({ id: 'RHSA-2024:6163', vulnerabilities: ['CVE-2024-8088'] }, entry('Red Hat:9', 'python3', 'rpm', { fixed: '0:3.9.18-3.el9_4.5' })),
    buildAdvisory({ id: 'RHSA-2024:9371', vulnerabilities: ['CVE-2024-8088'] }, entry('Red Hat:9', 'python3', 'rpm', { fixed: '0:3.9.19-8.el9' })),
  ]; // prettier-ignore
  test.each([
    ['3.9.18-3.el9_4.5', 'fixed in its own version', undefined],
    ['3.9.18-10.el9_4', 'past that fix', undefined],
    ['3.9.18-3.el9_4.4', 'below it', '0:3.9.19-8.el9'],
    ['3.9.16-1.el9_2.5', 'an older version that got no fix', '0:3.9.19-8.el9'],
    ['3.9.19-1.el9', 'the new version before its fix', '0:3.9.19-8.el9'],
    ['3.9.19-8.el9', 'at the second fix', undefined],
  ])('%s: %s', (version, _why, fixedIn) => {
    const python = buildPackage({ type: 'rpm', name: 'python3', version });
    const { findings } = match({ packages: [python], records, distribution: rhel9 });
    expect(findings.map((finding) => finding.fixedIn)).toEqual(fixedIn ? [fixedIn] : []);
  });

  test('named again for the same version: the later fix counts', () => {
    const again = [
      buildAdvisory({ id: 'ALSA-2023:5838', vulnerabilities: ['CVE-2023-44487'] }, entry('Red Hat:9', 'libnghttp2', 'rpm', { fixed: '1.43.0-5.el9_2.1' })),
      buildAdvisory({ id: 'ALSA-2023:6746', vulnerabilities: ['CVE-2023-44487'] }, entry('Red Hat:9', 'libnghttp2', 'rpm', { fixed: '1.43.0-5.el9_3.1' })),
    ]; // prettier-ignore
    const nghttp2 = buildPackage({ type: 'rpm', name: 'libnghttp2', version: '1.43.0-5.el9_2.1' });
    expect(match({ packages: [nghttp2], records: again, distribution: rhel9 }).findings).toMatchObject([
      { fixedIn: '1.43.0-5.el9_3.1' },
    ]);
  });
});

describe('support channels', () => {
  const openssl = buildPackage({ type: 'deb', name: 'openssl', version: '1.0.2g-1ubuntu4.20' });
  const open = buildAdvisory({ id: 'CVE-2023-6', feed: 'a' }, entry('Ubuntu:16.04', 'openssl', 'deb'));
  const esm = buildAdvisory(
    { id: 'UBUNTU-CVE-2023-6', feed: 'b' },
    entry('Ubuntu:16.04', 'openssl', 'deb', { fixed: '1.0.2g-1ubuntu4.20+esm10', channel: 'esm-infra' }),
  );
  const ubuntu = (channels: readonly string[]): Distribution => buildDistribution('ubuntu', '16.04', { channels });
  const run = (records: readonly FeedRecord[], channels: readonly string[], version = openssl.version): MatchResult =>
    match({ packages: [{ ...openssl, version }], records, distribution: ubuntu(channels) });

  test('without a subscription a paid fix is no fix', () => {
    expect(run([open, esm], []).findings).toMatchObject([{ id: 'CVE-2023-6', state: 'no-fix', fixedIn: '' }]);
    expect(run([esm], []).findings).toEqual([]);
  });

  test.each([[['esm-infra']], [['pro']], [['esm']]])('with %j it is', (channels) => {
    expect(run([open, esm], channels).findings).toMatchObject([
      { state: 'fixed', fixedIn: '1.0.2g-1ubuntu4.20+esm10' },
    ]);
  });

  test('a fix from the channel resolves what the archive calls affected', () => {
    expect(run([open, esm], ['esm-infra'], '1.0.2g-1ubuntu4.20+esm10').findings).toEqual([]);
  });

  test('a version from the channel shows the subscription', () => {
    expect(run([open, esm], [], '1.0.2g-1ubuntu4.20+esm9').findings).toMatchObject([
      { fixedIn: '1.0.2g-1ubuntu4.20+esm10' },
    ]);
  });

  test('a fix for another minor release of Red Hat says nothing', () => {
    const eus = buildAdvisory(
      { id: 'RHSA-2', vulnerabilities: ['CVE-2023-7'] },
      entry('Red Hat:9', 'curl', 'rpm', { fixed: '7.76.1-14.el9_0.9', channel: 'eus' }),
    );
    const main = buildAdvisory(
      { id: 'RHSA-3', vulnerabilities: ['CVE-2023-7'] },
      entry('Red Hat:9', 'curl', 'rpm', { fixed: '7.76.1-29.el9_4' }),
    );
    const curl = buildPackage({ type: 'rpm', name: 'curl', version: '7.76.1-19.el9_2.1' });
    const on = (versionId: string): MatchResult =>
      match({
        packages: [curl],
        records: [eus, main],
        distribution: buildDistribution('rhel', versionId, { channels: ['eus'] }),
      });
    expect(on('9.2').findings).toMatchObject([{ fixedIn: '7.76.1-29.el9_4' }]);
    expect(on('9.0').findings).toEqual([]);
  });
});

describe('language packages', () => {
  const urllib3 = buildPackage({ type: 'pypi', name: 'urllib3', version: '1.26.12' });
  const owner = buildPackage({ type: 'deb', name: 'python3-urllib3', version: '1.26.12-1', purl: 'pkg:deb/debian/python3-urllib3@1.26.12-1' }); // prettier-ignore
  const pysec = buildAdvisory(
    { id: 'PYSEC-2023-192', aliases: ['CVE-2023-43804', 'GHSA-v845-jxx5-vc9f'] },
    entry('PyPI', 'urllib3', 'pep440', { fixed: '1.26.17' }),
  );

  test('what an OS package owns is suppressed, with the owner as source', () => {
    const owned = { ...urllib3, ownedBy: owner.purl };
    const result = match({ packages: [owned, owner], records: [pysec], distribution: debian12, covers: ['Debian:12'] });
    expect(result.findings).toEqual([]);
    expect(result.suppressed).toMatchObject([
      { id: 'CVE-2023-43804', suppressed: { by: 'owned', source: owner.purl } },
    ]);
    expect(result.notAssessed).toEqual([]);
  });

  test('a third party’s OS package does not shield its files', () => {
    const foreign = { ...owner, version: '1.26.12-1~bpo11+1' };
    const result = match({
      packages: [{ ...urllib3, ownedBy: foreign.purl }, foreign],
      records: [pysec],
      distribution: debian12,
    });
    expect(ids(result)).toEqual(['CVE-2023-43804']);
  });

  test('what a lockfile declares is matched too', () => {
    expect(ids(match({ packages: [{ ...urllib3, evidence: 'declared' }], records: [pysec] }))).toEqual([
      'CVE-2023-43804',
    ]);
  });

  test('an empty version is an unknown where something is known of the package', () => {
    const nameless = { ...urllib3, version: '' };
    expect(match({ packages: [nameless], records: [pysec], covers: ['PyPI'] })).toMatchObject({
      findings: [],
      unknowns: [{ code: 'unidentified', path: 'opt/urllib3', foundBy: 'matching' }],
    });
    expect(match({ packages: [nameless], records: [], covers: ['PyPI'] }).unknowns).toEqual([]);
  });

  test('a version that its scheme rejects is an unknown', () => {
    const { findings, unknowns } = match({ packages: [{ ...urllib3, version: 'not a version' }], records: [pysec] });
    expect(findings).toEqual([]);
    expect(unknowns).toMatchObject([{ code: 'version-unparsable' }]);
  });

  test('an advisory’s bound that cannot be read is an unknown that names it', () => {
    const broken = buildAdvisory({ id: 'PYSEC-1' }, entry('PyPI', 'urllib3', 'pep440', { fixed: 'one point two' }));
    const { unknowns } = match({ packages: [urllib3], records: [broken, pysec] });
    expect(unknowns).toMatchObject([
      { code: 'version-unparsable', reason: expect.stringContaining('PYSEC-1') as string },
    ]);
  });

  test('malware is found whatever the version, has no version to update to and is critical', () => {
    const mal = buildAdvisory(
      { id: 'MAL-2024-1', kind: 'malware' },
      entry('npm', 'evil', 'semver', { ranges: [{ introduced: '0' }] }),
    );
    const evil = buildPackage({ type: 'npm', name: 'evil', version: '' });
    expect(match({ packages: [evil], records: [mal] }).findings).toMatchObject([
      { id: 'MAL-2024-1', kind: 'malware', severity: 'critical', severityFrom: 'kind', fixedIn: '', state: 'no-fix' },
    ]);
  });

  test('a withdrawn advisory is none', () => {
    const gone = buildAdvisory(
      { id: 'PYSEC-2', withdrawn: '2024-01-01T00:00:00Z' },
      entry('PyPI', 'urllib3', 'pep440', { fixed: '9' }),
    );
    expect(ids(match({ packages: [urllib3], records: [gone] }))).toEqual([]);
  });
});
