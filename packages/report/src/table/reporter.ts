import type { Finding, Package, ScanResult } from '@pratique/model';
import { groupByPackage, type PackageFindings, type Remediation, remediations } from '../groups.ts';
import { printable } from '../printable.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severityPhrase } from '../summary.ts';
import { alignColumns } from './columns.ts';
import { createStyle, type Style } from './style.ts';

/** Steps, reasons and unknowns that are printed; the rest is counted. Other formats carry all. */
const MAX_STEPS = 10;
const MAX_REASONS = 5;

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function heading({ sbom, findings }: ScanResult, style: Style): string[] {
  const { subject, distribution, packages, base } = sbom;
  const system = distribution
    ? `${distribution.id} ${distribution.versionId ?? distribution.codename ?? ''}`.trim()
    : '';
  const found =
    findings.length === 0 ? 'no findings' : `${plural(findings.length, 'finding')} (${severityPhrase(findings)})`;
  const lines = [
    style.heading(printable(subject.name)),
    printable([system || 'no distribution', plural(packages.length, 'package'), found].join(' · ')),
  ];
  if (subject.image) {
    const { platform, manifestDigest } = subject.image;
    const variant = platform.variant ? `/${platform.variant}` : '';
    lines.push(style.faint(`${manifestDigest}  ${printable(`${platform.os}/${platform.architecture}${variant}`)}`));
    lines.push(style.faint(basePhrase(base)));
  }
  return lines;
}

function basePhrase(base: ScanResult['sbom']['base']): string {
  if (!base) return 'Base image: unknown (no base digest label; name it with --base)';
  const name = printable(base.name ?? base.digest ?? '');
  if (base.how === 'unresolved')
    return `Base image: ${name}, whose layers could not be compared: unknown what it brought`;
  return `Base image: ${name}, ${plural(base.layers, 'layer')}`;
}

function locationOf(pkg: Package | undefined): string {
  const [first, ...more] = pkg?.locations ?? [];
  if (!first) return '';
  return printable(more.length > 0 ? `${first.path} and ${more.length} more` : first.path);
}

function stepLine(step: Remediation, index: number): readonly string[] {
  const [pkg] = step.packages;
  const exploited = step.findings.some(({ knownExploited }) => knownExploited);
  const removes = `removes ${step.findings.length} (${severityPhrase(step.findings)})${exploited ? ', known exploited' : ''}`;
  const where = pkg?.fromBase === 'yes' ? 'base image' : locationOf(pkg);
  return [`${String(index + 1).padStart(4)}.`, printable(`${step.name} ${step.from} → ${step.to}`), removes, where];
}

function whatToDo(result: ScanResult, style: Style, width: number): string[] {
  const steps = remediations(result);
  if (steps.length === 0) return [];
  const rows = steps.slice(0, MAX_STEPS).map(stepLine);
  const lines = ['', style.heading('What to do first'), ...alignColumns(rows, [5, 60, 64, 60], width)];
  if (steps.length > MAX_STEPS)
    lines.push(style.faint(`      and ${plural(steps.length - MAX_STEPS, 'further update')}`));
  return lines;
}

function reasonsOf({ knownExploited, epss, severityFrom, kind }: Finding): string {
  const reasons = [
    kind === 'malware' && 'malware',
    kind === 'unmaintained' && 'unmaintained',
    knownExploited && 'known exploited',
    epss && epss.score >= 0.01 && `EPSS ${(epss.score * 100).toFixed(epss.score < 0.1 ? 1 : 0)} %`,
    `rated by ${severityFrom}`,
  ];
  return reasons.filter(Boolean).join(', ');
}

const stateWords: Readonly<Record<Finding['state'], string>> = {
  fixed: '',
  'no-fix': 'no fix',
  'will-not-fix': 'will not fix',
  'end-of-life': 'end of life',
  'under-investigation': 'under investigation',
};

function findingRows({ pkg, purl, findings }: PackageFindings, style: Style): string[][] {
  return findings.map((finding, i) => [
    i === 0 ? printable(pkg?.name ?? purl) : '',
    i === 0 ? printable(pkg?.version ?? '') : '',
    printable(finding.fixedIn || stateWords[finding.state]),
    printable(finding.id),
    style.severity(finding.severity),
    printable(`${finding.title} (${reasonsOf(finding)})`.trim()),
  ]);
}

function section(title: string, groups: readonly PackageFindings[], style: Style, width: number): string[] {
  if (groups.length === 0) return [];
  const count = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const head = ['PACKAGE', 'INSTALLED', 'FIX', 'VULNERABILITY', 'SEVERITY', 'WHAT AND WHY'];
  const rows = groups.flatMap((group) => findingRows(group, style));
  const [first = '', ...lines] = alignColumns([head, ...rows], [36, 26, 26, 24, 10], width);
  const title_ = `${title}: ${plural(count, 'finding')} in ${plural(groups.length, 'package')}`;
  return ['', style.heading(title_), style.faint(first), ...lines];
}

function sections(result: ScanResult, style: Style, width: number): string[] {
  const groups = groupByPackage(result);
  const lifecycle = groups.filter(({ findings }) => findings.every(({ kind }) => kind === 'end-of-life'));
  const rest = groups.filter((group) => !lifecycle.includes(group));
  const of = (origin: 'yes' | 'no' | 'unknown'): PackageFindings[] =>
    rest.filter(({ findings }) => findings[0]?.fromBase === origin);
  const unknownTitle = 'Base image or own layers, unknown which';
  return [
    ...section('End of life', lifecycle, style, width),
    ...section(result.sbom.subject.kind === 'image' ? 'Own layers' : 'Found', of('no'), style, width),
    ...section('Base image', of('yes'), style, width),
    ...section(unknownTitle, of('unknown'), style, width),
  ];
}

function doubts(result: ScanResult, style: Style): string[] {
  const lines: string[] = [];
  const { notAssessed, suppressed } = result;
  if (notAssessed.length > 0) {
    lines.push(style.warning(`Not assessed: ${plural(notAssessed.length, 'package')}`));
    const reasons = notAssessedReasons(notAssessed);
    for (const [reason, count] of reasons.slice(0, MAX_REASONS))
      lines.push(`  ${String(count).padStart(5)}  ${printable(reason)}`);
    if (reasons.length > MAX_REASONS)
      lines.push(`         and ${plural(reasons.length - MAX_REASONS, 'further reason')}`);
  }
  const unknowns = allUnknowns(result);
  if (unknowns.length > 0) {
    lines.push(style.warning(`Could not tell: ${plural(unknowns.length, 'unknown')}`));
    for (const { path, reason } of unknowns.slice(0, MAX_REASONS))
      lines.push(`  ${printable(path ? `${path} ${reason}` : reason)}`);
    if (unknowns.length > MAX_REASONS) lines.push(`  and ${unknowns.length - MAX_REASONS} more`);
  }
  if (result.sbom.packages.length === 0)
    lines.push(style.warning('No packages were found: this is unknown, not clean.'));
  if (suppressed.length > 0) {
    const by = (kind: string): number => suppressed.filter((finding) => finding.suppressed?.by === kind).length;
    const parts = [`${by('vex')} by VEX`, `${by('owned')} owned by OS packages, which are matched instead`];
    lines.push(`Suppressed: ${suppressed.length} (${parts.filter((part) => !part.startsWith('0 ')).join(', ')})`);
  }
  return lines.length > 0 ? ['', ...lines] : [];
}

function footer(result: ScanResult, { hidden, verdict }: ReportOptions, style: Style): string[] {
  const advisories = databasePhrase(result);
  const alarming = result.database.stale || result.database.starter;
  return [
    '',
    ...(hidden > 0 ? [`Not shown by request: ${plural(hidden, 'finding')}`] : []),
    alarming ? style.warning(advisories) : style.faint(advisories),
    ...(verdict ? [style.heading(verdict)] : []),
  ];
}

/** For people: what to do first, then what is wrong by package, the base image apart from our own layers. */
export const tableReporter: Reporter = {
  render(result, options) {
    const style = createStyle(options.color);
    const lines = [
      ...heading(result, style),
      ...whatToDo(result, style, options.width),
      ...sections(result, style, options.width),
      ...doubts(result, style),
      ...footer(result, options, style),
    ];
    return `${lines.join('\n')}\n`;
  },
};
