import type { Finding, Package, ScanResult } from '@pratique/model';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { scanReportSchema } from './json/schema.ts';
import { loadReporter, type ReportFormat, reportFormatOf, reportFormats } from './formats.ts';
import type { ReportOptions } from './reporter.ts';

const options: ReportOptions = { version: '1.0.0', color: false, width: 140, hidden: 0 };

function pkg(name: string, version: string, extra: Partial<Package> = {}): Package {
  return {
    type: 'npm',
    name,
    version,
    evidence: 'installed',
    purl: `pkg:npm/${name}@${version}`,
    locations: [{ path: `app/node_modules/${name}/package.json` }],
    fromBase: 'no',
    foundBy: 'npm-installed',
    ...extra,
  };
}

function finding(id: string, target: Package, extra: Partial<Finding> = {}): Finding {
  return {
    id,
    kind: 'vulnerability',
    aliases: [],
    sources: [{ advisory: id, feed: 'osv/npm', url: `https://example.com/${id}` }],
    package: target.purl,
    severity: 'high',
    severityFrom: 'source',
    state: 'fixed',
    fixedIn: '',
    title: 'Prototype pollution',
    references: [],
    cwes: [],
    fromBase: target.fromBase,
    priority: 50,
    ...extra,
  };
}

const lodash = pkg('lodash', '4.17.11');
const openssl = pkg('libssl3', '3.1.7-r0', {
  type: 'apk',
  purl: 'pkg:apk/alpine/libssl3@3.1.7-r0',
  source: { name: 'openssl', version: '3.1.7-r0' },
  fromBase: 'yes',
});
const crypto = { ...openssl, name: 'libcrypto3', purl: 'pkg:apk/alpine/libcrypto3@3.1.7-r0' };
const clean = pkg('left-pad', '1.0.0');

function result(extra: Partial<ScanResult> = {}): ScanResult {
  return {
    sbom: {
      subject: {
        kind: 'image',
        name: 'shop/api:1',
        image: {
          references: [],
          manifestDigest: `sha256:${'b'.repeat(64)}`,
          configDigest: `sha256:${'c'.repeat(64)}`,
          platform: { os: 'linux', architecture: 'amd64' },
        },
      },
      distribution: { id: 'alpine', versionId: '3.18.9', idLike: [], channels: [], path: 'etc/os-release' },
      packages: [lodash, openssl, crypto, clean],
      unknowns: [{ code: 'malformed', reason: 'is not JSON', path: 'x/package.json' }],
      layers: [],
      base: { name: 'alpine:3.18', how: 'label', layers: 1 },
      catalogers: {},
      createdAt: '2026-08-22T00:00:00.000Z',
    },
    findings: [
      finding('CVE-2019-10744', lodash, {
        severity: 'critical',
        fixedIn: '4.17.12',
        priority: 95,
        knownExploited: { vulnerability: 'CVE-2019-10744', dateAdded: '2024-01-01', ransomware: false },
        epss: { vulnerability: 'CVE-2019-10744', score: 0.31, percentile: 0.97 },
      }),
      finding('CVE-2021-23337', lodash, { fixedIn: '4.17.21' }),
      finding('CVE-2024-13176', openssl, { severity: 'medium', fixedIn: '3.1.8-r0', priority: 30 }),
      finding('CVE-2024-13176', crypto, { severity: 'medium', fixedIn: '3.1.8-r0', priority: 30 }),
    ],
    suppressed: [
      finding('CVE-2018-0001', lodash, { suppressed: { by: 'vex', reason: 'not affected', source: 'vendor, v.json' } }),
    ],
    notAssessed: [{ package: clean.purl, reason: 'no loaded feed covers npm' }],
    unknowns: [{ code: 'version-unparsable', reason: 'version "x" is none' }],
    database: { generation: 7, asOf: '2026-08-20T00:00:00.000Z', stale: true, starter: false, feeds: [] },
    scannedAt: '2026-08-22T00:00:00.000Z',
    ...extra,
  };
}

async function render(
  format: ReportFormat,
  scanned: ScanResult,
  changed: Partial<ReportOptions> = {},
): Promise<string> {
  return [...(await loadReporter(format)).render(scanned, { ...options, ...changed })].join('');
}

const endOfLife = finding('EOL-alpine-linux-3.18', lodash, {
  kind: 'end-of-life',
  package: 'pkg:generic/alpine@3.18.9',
  state: 'end-of-life',
  fixedIn: '3.22',
  title: 'Support of Alpine Linux 3.18 ended on 2025-05-09',
  fromBase: 'yes',
  priority: 60,
});

/** As many packages with as many findings each. */
function crowd(packages: number, each: number): ScanResult {
  const list = Array.from({ length: packages }, (_, i) => pkg(`package-${i}`, '1.0.0'));
  const found = list.flatMap((target, i) =>
    Array.from({ length: each }, (_, n) => finding(`CVE-2020-${1000 + i * 100 + n}`, target)),
  );
  return result({ sbom: { ...result().sbom, packages: list }, findings: found });
}

const notAssessedMarks: Readonly<Record<ReportFormat, RegExp>> = {
  table: /Not assessed: 1 package/,
  json: /"notAssessed": 1/,
  sarif: /"notAssessed": 1/,
  cyclonedx: /"pratique:notAssessedCount"/,
  spdx: /not assessed: 1/,
  junit: /name="notAssessed" value="1"/,
  markdown: /not assessed: 1 package:/,
  html: /<b>1<\/b> not assessed/,
};

describe.each(reportFormats)('%s', (format) => {
  test('counts what was not assessed', async () => {
    expect(await render(format, result())).toMatch(notAssessedMarks[format]);
  });

  test('says that the advisories are stale', async () => {
    expect(await render(format, result())).toMatch(/stale/i);
  });

  test('names the finding and the version to update to', async () => {
    const text = await render(format, result());
    expect(text).toContain('CVE-2019-10744');
    expect(text).toContain('4.17.12');
  });

  test('a suppressed finding is there with its reason and who says so', async () => {
    const text = await render(format, result());
    if (format === 'spdx') return expect(text).toContain('suppressed: 1');
    expect(text).toContain('CVE-2018-0001');
    expect(text).toContain('not affected');
    return expect(text).toMatch(/vendor, v\\?\.json/);
  });

  test('an image without packages gives a report', async () => {
    const { sbom } = result();
    const text = await render(
      format,
      result({ sbom: { ...sbom, packages: [] }, findings: [], suppressed: [], notAssessed: [] }),
    );
    expect(text.length).toBeGreaterThan(100);
  });

  test('hostile names stay inert', async () => {
    const evil = pkg('x', '1', {
      purl: 'pkg:npm/x@1',
      name: '</script><img src=x onerror=alert(1)>\u001b[2J|`@all',
      locations: [{ path: '../../etc/\u202epasswd\ud800\u009b31m' }],
    });
    const { sbom } = result();
    const bad = finding('CVE-1', evil, {
      title: '<b>&"\'\u0000\u001b]0;x\u0007\u009b\u061c\u2028\r\n::error::x',
      sources: [{ advisory: 'CVE-1', feed: 'f', url: 'javascript:alert(1)' }],
      fixedIn: '2"><script>',
      suppressed: { by: 'vex', reason: '\u202e\u009b\n::error::y', source: 'v' },
    });
    const hostile = { packages: [evil], subject: { ...sbom.subject, name: 'a\u202e\u009b\n::error::z' } };
    const text = await render(format, result({ sbom: { ...sbom, ...hostile }, findings: [bad], suppressed: [bad] }), {
      verdict: 'no\u009b',
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u2028-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/^\s*::/m);
    if (format === 'html' || format === 'junit') expect(text).not.toMatch(/<img|<b>&amp;|<script>|href="javascript/);
    if (format === 'markdown') expect(text).not.toMatch(/<img|\]\(javascript|@all/);
  });
});

describe('json', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv as never);
  const validate = ajv.compile(scanReportSchema);

  test('validates against the published schema', async () => {
    validate(JSON.parse(await render('json', result(), { verdict: 'denied' })));
    expect(validate.errors).toBeNull();
  });

  test('the schema bites', () => {
    expect(validate({ schemaVersion: 2 })).toBe(false);
  });
});

describe('table', () => {
  test('puts first the update that removes the most urgent findings, at the version that removes them all', async () => {
    const lines = (await render('table', result())).split('\n');
    const first = lines[lines.indexOf('What to do first') + 1];
    expect(first).toMatch(/1\.\s+lodash 4\.17\.11 → 4\.17\.21\s+removes 2 \(1 critical, 1 high\), known exploited/);
  });

  test('one step takes a newer base image, and counts a flaw of several binary packages once', async () => {
    expect(await render('table', result())).toMatch(
      /newer base image\s+removes 1 \(1 medium\)\s+with openssl 3\.1\.8-r0/,
    );
  });

  test('packages of one source with the same findings are one block', async () => {
    const text = await render('table', result());
    expect(text).toContain('  libssl3, libcrypto3 3.1.7-r0  from source openssl');
    expect(text.match(/CVE-2024-13176/g)).toHaveLength(1);
  });

  test('packages of one source with other findings stay apart', async () => {
    const other = finding('CVE-2024-9143', crypto, { severity: 'low' });
    const text = await render('table', result({ findings: [...result().findings, other] }));
    expect(text).toContain('  libssl3 3.1.7-r0  from source openssl');
    expect(text.match(/CVE-2024-13176/g)).toHaveLength(2);
  });

  test('a release past its end of life has a name, not a purl, and is a step', async () => {
    const text = await render('table', result({ findings: [...result().findings, endOfLife] }));
    expect(text).toMatch(/high {2}alpine 3\.18\.9 {2}Support of Alpine Linux 3\.18 ended/);
    expect(text).toMatch(/alpine 3\.18\.9 → 3\.22 +fixes come again/);
    expect(text).not.toContain('pkg:generic');
  });

  test('a title that repeats the id is left out', async () => {
    const bare = finding('CVE-1', lodash, { title: 'CVE-1', fixedIn: '9' });
    expect(await render('table', result({ findings: [bare] }))).toMatch(/high +CVE-1 +9$/m);
  });

  test('an empty column takes no place', async () => {
    const text = await render('table', crowd(1, 2));
    expect(text).toContain('SEVERITY  VULNERABILITY  FIXED IN  WHAT');
  });

  test('brief: long lists end in a count of the rest, and nothing is lost from the counts', async () => {
    const text = await render('table', crowd(20, 10), { brief: true });
    expect(text).toContain('Own layers: 200 findings in 20 packages');
    expect(text).toContain('and 5 more findings: 5 high');
    expect(text).toContain('and 8 further packages with 80 findings: 80 high');
    expect(text.split('\n').length).toBeLessThan(120);
  });

  test('not brief, or few findings: all are listed', async () => {
    expect((await render('table', crowd(20, 10))).match(/CVE-2020-/g)).toHaveLength(200);
    expect((await render('table', crowd(5, 10), { brief: true })).match(/CVE-2020-/g)).toHaveLength(50);
  });

  test.each([60, 80, 200])('no line of findings is longer than %i columns', async (width) => {
    const long = finding('GHSA-xxxx-xxxx-xxxx', lodash, {
      title: 'word '.repeat(80),
      fixedIn: `1.${'0.'.repeat(30)}1`,
    });
    const text = await render('table', result({ findings: [long] }), { width });
    const rows = text.split('\n').filter((line) => line.startsWith('    ') && line.includes('GHSA'));
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(Math.max(width, 70));
  });

  test('keeps the base image apart from own layers', async () => {
    const text = await render('table', result());
    expect(text.indexOf('Own layers: 2 findings in 1 package')).toBeGreaterThan(0);
    expect(text.indexOf('\nBase image: 2 findings in 2 packages')).toBeGreaterThan(text.indexOf('Own layers'));
  });

  test('is plain without colour and fits its width', async () => {
    const text = await render('table', result(), { width: 100 });
    expect(text).not.toContain('\u001b');
    const { sbom } = result();
    const long = finding('CVE-1', lodash, { title: 'word '.repeat(100) });
    const wide = await render('table', result({ sbom, findings: [long] }), { width: 100 });
    const row = wide.split('\n').find((line) => line.includes('CVE-1'));
    expect(row?.length).toBeLessThanOrEqual(100);
  });

  test('colour repeats the words', async () => {
    expect(await render('table', result(), { color: true })).toContain('critical');
  });

  test('zero packages is unknown, not clean', async () => {
    const { sbom } = result();
    expect(await render('table', result({ sbom: { ...sbom, packages: [] }, findings: [] }))).toContain(
      'unknown, not clean',
    );
  });
});

describe('sarif', () => {
  test('has one rule per vulnerability, results with fingerprints, and suppressions', async () => {
    const [run] = JSON.parse(await render('sarif', result())).runs;
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.results).toHaveLength(5);
    for (const item of run.results) expect(ids).toContain(item.ruleId);
    expect(run.results[4].suppressions).toHaveLength(1);
    const prints = new Set(
      run.results.map(
        (item: { partialFingerprints: Record<string, string> }) => item.partialFingerprints['pratique/v1'],
      ),
    );
    expect(prints.size).toBe(5);
  });
});

test.each(['junit', 'sarif', 'markdown', 'html'] as const)(
  '%s: zero packages is unknown, not clean',
  async (format) => {
    const text = await render(format, result({ sbom: { ...result().sbom, packages: [] }, findings: [] }));
    expect(text).toContain('unknown, not clean');
  },
);

test.each(['markdown', 'html', 'junit', 'sarif'] as const)(
  '%s names a release past its end of life',
  async (format) => {
    const text = await render(format, result({ findings: [endOfLife] }));
    expect(text).toMatch(/alpine 3\.18\.9/);
  },
);

test.each(['markdown', 'html'] as const)('%s asks for a newer base image', async (format) => {
  expect(await render(format, result())).toMatch(/newer base image/);
});

describe('markdown', () => {
  test('stays within what a comment holds, and says how many rows are missing', async () => {
    const text = await render('markdown', crowd(40, 10));
    expect(text).toContain('and 200 more rows');
    expect(text.length).toBeLessThan(65_536);
  });

  test('links to the page that names the vulnerability', async () => {
    const references = ['https://example.com/commit/1', 'https://example.com/CVE-9'];
    const bare = finding('CVE-9', lodash, { sources: [{ advisory: 'X', feed: 'f' }], references });
    expect(await render('markdown', result({ findings: [bare] }))).toContain('[CVE-9](https://example.com/CVE-9)');
  });
});

describe('junit', () => {
  test('is well-formed XML whose counts are right', async () => {
    const xml = await render('junit', result());
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => names.push(name));
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(xml).close();
    const count = (name: string): number => names.filter((found) => found === name).length;
    expect(xml).toContain(`tests="${count('testcase')}" failures="${count('failure')}" errors="${count('error')}"`);
    expect(count('failure')).toBe(4);
    expect(count('skipped')).toBe(1);
  });
});

describe('html', () => {
  test('loads nothing and runs nothing', async () => {
    const html = await render('html', result());
    expect(html).not.toMatch(/<script|<link|src=|@import|url\(/);
    expect(html).toContain("default-src 'none'");
  });
});

test.each([
  ['a.sarif', 'sarif'],
  ['a.cdx.json', 'cyclonedx'],
  ['a.SPDX.json', 'spdx'],
  ['a.json', 'json'],
  ['junit.xml', 'junit'],
  ['a.md', 'markdown'],
  ['a.html', 'html'],
  ['a', undefined],
])('%s asks for %s', (path, format) => {
  expect(reportFormatOf(path)).toBe(format);
});
