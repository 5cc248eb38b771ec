import { createHash } from 'node:crypto';
import type { Finding, Package, ScanResult, Severity } from '@pratique/model';
import { type CheckRow, judgedRows } from '../check/rows.ts';
import { policyResultJson, policyRule } from '../check/sarif.ts';
import { nameAndVersion } from '../groups.ts';
import { webAddress } from '../markup.ts';
import { jsonChunks, listOf, printable } from '@pratique/foundation';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase } from '../summary.ts';
import { addressOf } from '../words.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  negligible: 'note',
  unknown: 'warning',
};

/** Score that code scanning sorts by, where no CVSS vector gives one: the middle of the severity's band (CVSS 3.1, 5). */
const typicalScores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  negligible: '0.5',
  unknown: '0.0',
};

function rule(finding: Finding): object {
  const score = finding.cvss ? finding.cvss.score.toFixed(1) : typicalScores[finding.severity];
  const help = webAddress(addressOf(finding));
  return {
    id: finding.id,
    name: finding.kind,
    shortDescription: { text: printable(finding.title || finding.id) },
    fullDescription: { text: printable((finding.details ?? finding.title) || finding.id).slice(0, 1000) },
    ...(help && { helpUri: help }),
    defaultConfiguration: { level: levels[finding.severity] },
    properties: { 'security-severity': score, tags: ['security', finding.kind, finding.severity] },
  };
}

/** SARIF wants relative URIs: the path within the target. */
function locationUri(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

function message({ id, fixedIn, severity, state }: Finding, name: string, version: string): string {
  const fix = fixedIn
    ? `update to ${fixedIn}`
    : state === 'will-not-fix'
      ? 'no fix will be made'
      : 'no fix is known yet';
  return printable(`${id} (${severity}) in ${name} ${version}: ${fix}.`);
}

/** The same finding of the same package at the same place has the same fingerprint in every scan. */
function fingerprint(finding: Finding, name: string, path: string): string {
  return createHash('sha256').update(`${finding.id}\n${name}\n${path}`).digest('hex');
}

function resultOf(finding: Finding, pkg: Package | undefined, target: string): object {
  const { name, version } = nameAndVersion(pkg, finding.package);
  const path = pkg?.locations[0]?.path ?? target;
  const { suppressed } = finding;
  return {
    ruleId: finding.id,
    level: levels[finding.severity],
    message: { text: message(finding, name, version) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: locationUri(path) },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: finding.package, kind: 'package' }],
      },
    ],
    partialFingerprints: { 'pratique/v1': fingerprint(finding, name, path) },
    ...(suppressed && {
      suppressions: [
        { kind: 'external', status: 'accepted', justification: `${suppressed.reason} (${suppressed.source})` },
      ],
    }),
    properties: {
      package: finding.package,
      fixedIn: finding.fixedIn,
      state: finding.state,
      fromBase: finding.fromBase,
      priority: finding.priority,
    },
  };
}

function notifications(result: ScanResult): object[] {
  const unknowns = allUnknowns(result).map(({ code, reason, path }) => ({
    level: 'warning',
    descriptor: { id: `unknown/${code}` },
    message: { text: printable(path ? `${path} ${reason}` : reason) },
  }));
  const notAssessed = result.notAssessed.map((item) => ({
    level: 'warning',
    descriptor: { id: 'not-assessed' },
    message: { text: printable(`${item.package} was not assessed: ${item.reason}`) },
  }));
  const empty = {
    level: 'warning',
    descriptor: { id: 'no-packages' },
    message: { text: 'No packages were found: this is unknown, not clean.' },
  };
  return [...unknowns, ...notAssessed, ...(result.sbom.packages.length === 0 ? [empty] : [])];
}

function document(result: ScanResult, { version, hidden, verdict, judgement }: ReportOptions): object {
  const { sbom, findings, suppressed, notAssessed, scannedAt } = result;
  const packages = new Map(sbom.packages.map((pkg) => [pkg.purl, pkg]));
  const all = [...findings, ...suppressed];
  const judged = judgement ? judgedRows(result, judgement) : [];
  const ruled = new Map<string, Finding | CheckRow>();
  for (const finding of all) if (!ruled.has(finding.id)) ruled.set(finding.id, finding);
  for (const row of judged) ruled.set(row.result.policy, row);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Pratique',
            version,
            informationUri: 'https://pratique.dev',
            rules: listOf(ruled.values(), (item) => ('effect' in item ? policyRule(item.result) : rule(item))),
            notifications: [
              { id: 'not-assessed' },
              { id: 'no-packages' },
              ...[...new Set(allUnknowns(result).map(({ code }) => code))].map((code) => ({ id: `unknown/${code}` })),
            ],
          },
        },
        invocations: [
          { executionSuccessful: true, endTimeUtc: scannedAt, toolExecutionNotifications: notifications(result) },
        ],
        results: listOf([...judged, ...all], (item) =>
          'effect' in item ? policyResultJson(item) : resultOf(item, packages.get(item.package), sbom.subject.name),
        ),
        properties: {
          target: sbom.subject.name,
          manifestDigest: sbom.subject.image?.manifestDigest,
          notAssessed: notAssessed.length,
          unknowns: allUnknowns(result).length,
          hidden,
          advisories: databasePhrase(result),
          verdict,
        },
      },
    ],
  };
}

/** SARIF 2.1.0 (OASIS), for code-scanning views. Suppressed findings are results with a suppression. */
export const sarifReporter: Reporter = {
  render: (result, options) => jsonChunks(document(result, options)),
};
