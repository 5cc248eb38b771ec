import type { ScanResult } from '@pratique/model';
import { printable } from '@pratique/foundation';
import { type Remediation, remediations } from '../remediations.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severityPhrase, summarize } from '../summary.ts';
import { basePhrase, plural, stepPhrase, stepPlace } from '../words.ts';
import { alignColumns, columnWidths } from './columns.ts';
import { packageSections } from './packages.ts';
import { policySection } from './policy.ts';
import { suppressedGroups, suppressionPhrase, suppressionSummary } from '../suppressions.ts';
import { createStyle, type Style } from './style.ts';

/** Steps, reasons and unknowns that are printed; the rest is counted. Other formats carry all. */
const MAX_STEPS = 10;
const MAX_REASONS = 5;

function heading(result: ScanResult, style: Style): string[] {
  const { subject, distribution, packages } = result.sbom;
  const { findings, fixable, knownExploited } = summarize(result, 0);
  const system = distribution
    ? `${distribution.id} ${distribution.versionId ?? distribution.codename ?? ''}`.trim()
    : '';
  const found = findings === 0 ? 'no findings' : `${plural(findings, 'finding')} (${severityPhrase(result.findings)})`;
  const facts = [
    system || 'no distribution',
    plural(packages.length, 'package'),
    found,
    findings > 0 && `${fixable} with a fix`,
    knownExploited > 0 && `${knownExploited} known exploited`,
  ];
  const lines = [style.heading(printable(subject.name)), printable(facts.filter(Boolean).join(' · '))];
  if (subject.image) {
    const { platform, manifestDigest } = subject.image;
    const variant = platform.variant ? `/${platform.variant}` : '';
    lines.push(style.faint(`${manifestDigest}  ${printable(`${platform.os}/${platform.architecture}${variant}`)}`));
  }
  const base = basePhrase(result.sbom);
  if (base) lines.push(style.faint(`Base image: ${printable(base)}`));
  return lines;
}

function stepRow(step: Remediation, index: number): readonly string[] {
  const exploited = step.findings.some(({ knownExploited }) => knownExploited);
  const removed = `removes ${step.findings.length} (${severityPhrase(step.findings)})${exploited ? ', known exploited' : ''}`;
  const gain = step.kind === 'leave-release' ? 'fixes come again' : removed;
  return [`${String(index + 1).padStart(4)}.`, printable(stepPhrase(step)), gain, printable(stepPlace(step))];
}

function whatToDo(result: ScanResult, style: Style, width: number): string[] {
  const steps = remediations(result);
  if (steps.length === 0) return [];
  const rows = steps.slice(0, MAX_STEPS).map(stepRow);
  const lines = [
    '',
    style.heading('What to do first'),
    ...alignColumns(rows, columnWidths(rows, [5, 60, 64, 80]), width),
  ];
  const rest = steps.slice(MAX_STEPS);
  if (rest.length > 0) {
    const removed = rest.reduce((sum, { findings }) => sum + findings.length, 0);
    lines.push(
      style.faint(
        `       and ${plural(rest.length, 'further step')}, which ${rest.length === 1 ? 'removes' : 'remove'} ${removed}`,
      ),
    );
  }
  return lines;
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
  if (suppressed.length > 0) lines.push(...suppressions(result));
  return lines.length > 0 ? ['', ...lines] : [];
}

function suppressions(result: ScanResult): string[] {
  const groups = suppressedGroups(result);
  const lines = [
    `Suppressed: ${suppressionSummary(result)}`,
    ...groups.slice(0, MAX_REASONS).map((group) => `  ${printable(suppressionPhrase(group))}`),
  ];
  if (groups.length > MAX_REASONS)
    lines.push(`  and those of ${plural(groups.length - MAX_REASONS, 'further package')}`);
  return lines;
}

function footer(result: ScanResult, { hidden, verdict }: ReportOptions, style: Style): string[] {
  const advisories = databasePhrase(result);
  const alarming = result.database.stale || result.database.starter;
  return [
    '',
    ...(hidden > 0 ? [`Not shown by request: ${plural(hidden, 'finding')}`] : []),
    alarming ? style.warning(advisories) : style.faint(advisories),
    ...(verdict ? [style.heading(verdict.split('\n').map(printable).join('\n'))] : []),
  ];
}

/** For people: what to do first, then what is wrong by package, the base image apart from our own layers. */
export const tableReporter: Reporter = {
  render(result, options) {
    const style = createStyle(options.color);
    const lines = [
      ...heading(result, style),
      ...whatToDo(result, style, options.width),
      ...packageSections(result, { brief: options.brief ?? false, width: options.width }, style),
      ...doubts(result, style),
      ...(options.judgement ? policySection(result, options.judgement, style) : []),
      ...footer(result, options, style),
    ];
    return `${lines.join('\n')}\n`;
  },
};
