import type { Finding, ScanResult } from '@pratique/model';
import { policyCase } from '../check/junit.ts';
import { judgedRows } from '../check/rows.ts';
import { groupByPackage } from '../groups.ts';
import { escapeMarkup } from '../markup.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase } from '../summary.ts';

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'failure' | 'error' | 'skipped' | 'passed';
  readonly message: string;
}

function failure(finding: Finding): string {
  const fix = finding.fixedIn ? `update to ${finding.fixedIn}` : finding.state;
  return `${finding.title} — ${finding.severity}, ${fix}`;
}

/** Findings fail, what could not be told is an error, what is suppressed is skipped; a package without any passes. */
function testCases(result: ScanResult, { judgement }: ReportOptions): readonly TestCase[] {
  const judged = judgement ? judgedRows(result, judgement) : [];
  const policies = judged.map((row): TestCase => ({ suite: 'policy', ...policyCase(row) }));
  const found = groupByPackage(result).flatMap(({ name, version, findings }) =>
    findings.map((finding): TestCase => {
      const suite = `${name} ${version}`.trim();
      return { suite, name: `[${finding.severity}] ${finding.id}`, outcome: 'failure', message: failure(finding) };
    }),
  );
  const suppressed = result.suppressed.map((finding): TestCase => {
    const message = `${finding.suppressed?.reason} (${finding.suppressed?.source})`;
    return { suite: finding.package, name: `[suppressed] ${finding.id}`, outcome: 'skipped', message };
  });
  const notAssessed = result.notAssessed.map((item): TestCase => {
    return { suite: 'not assessed', name: item.package, outcome: 'error', message: item.reason };
  });
  const unknowns = allUnknowns(result).map(({ code, path, reason }): TestCase => {
    return { suite: 'could not tell', name: `[${code}] ${path ?? 'image'}`, outcome: 'error', message: reason };
  });
  const concerned = new Set([...result.findings, ...result.suppressed].map((finding) => finding.package));
  for (const item of result.notAssessed) concerned.add(item.package);
  const clean = result.sbom.packages
    .filter(({ purl }) => !concerned.has(purl))
    .map(({ name, version }): TestCase => ({
      suite: 'no findings',
      name: `${name} ${version}`,
      outcome: 'passed',
      message: '',
    }));
  const empty: TestCase = {
    suite: 'could not tell',
    name: 'packages',
    outcome: 'error',
    message: 'no packages were found: this is unknown, not clean',
  };
  const nothing = result.sbom.packages.length === 0 ? [empty] : [];
  return [...policies, ...found, ...suppressed, ...notAssessed, ...unknowns, ...nothing, ...clean];
}

function testCaseXml({ suite, name, outcome, message }: TestCase): string {
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}" time="0"`;
  if (outcome === 'passed') return `${open}/>`;
  return `${open}>\n      <${outcome} message="${escapeMarkup(message)}"/>\n    </testcase>`;
}

function count(cases: readonly TestCase[], outcome: TestCase['outcome']): number {
  return cases.filter((testCase) => testCase.outcome === outcome).length;
}

function properties(result: ScanResult, { version, hidden, verdict }: ReportOptions): string[] {
  const values = {
    tool: `pratique ${version}`,
    manifestDigest: result.sbom.subject.image?.manifestDigest ?? '',
    packages: String(result.sbom.packages.length),
    notAssessed: String(result.notAssessed.length),
    unknowns: String(allUnknowns(result).length),
    hidden: String(hidden),
    advisories: databasePhrase(result),
    ...(verdict && { verdict }),
  };
  return Object.entries(values).map(
    ([name, value]) => `      <property name="${name}" value="${escapeMarkup(value)}"/>`,
  );
}

/** JUnit XML, as CI systems read it: one suite per target. */
export const junitReporter: Reporter = {
  render(result, options) {
    const cases = testCases(result, options);
    const counts = `tests="${cases.length}" failures="${count(cases, 'failure')}" errors="${count(cases, 'error')}"`;
    const name = escapeMarkup(result.sbom.subject.name);
    const lines = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="pratique" ${counts} time="0">`,
      `  <testsuite name="${name}" ${counts} skipped="${count(cases, 'skipped')}" timestamp="${result.scannedAt.slice(0, 19)}" time="0">`,
      '    <properties>',
      ...properties(result, options),
      '    </properties>',
      ...cases.map(testCaseXml),
      '  </testsuite>',
      '</testsuites>',
    ];
    return `${lines.join('\n')}\n`;
  },
};
