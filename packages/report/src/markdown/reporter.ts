import type { Finding, ScanResult } from '@pratique/model';
import { type AlikePackages, countFindings, groupAlike, type Section, sectionsOf } from '../groups.ts';
import { escapeMarkdown, webAddress } from '../markup.ts';
import { printable } from '@pratique/foundation';
import { type Remediation, remediations } from '../remediations.ts';
import { suppressedGroups, suppressionPhrase, suppressionSummary } from '../suppressions.ts';
import { policySection } from './policy.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severities, severityPhrase, summarize } from '../summary.ts';
import { addressOf, basePhrase, fixPhrase, namesOf, plural, signPhrase, stepPhrase, stepPlace } from '../words.ts';

/** Rows of all tables together: comments on pull requests have a size limit. */
const MAX_ROWS = 200;
const MAX_STEPS = 10;
const MAX_UNKNOWNS = 20;

function cell(text: string): string {
  return escapeMarkdown(printable(text));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function counts(result: ScanResult, hidden: number): string[] {
  const summary = summarize(result, hidden);
  const cells = [
    ...severities.map((severity) => String(summary.severities[severity])),
    String(summary.fixable),
    String(summary.suppressed),
    String(summary.notAssessed),
    String(summary.unknowns),
  ];
  return table([...severities.map(String), 'with a fix', 'suppressed', 'not assessed', 'could not tell'], [cells]);
}

function stepLine(step: Remediation): string {
  const place = cell(stepPlace(step));
  const exploited = step.findings.some(({ knownExploited }) => knownExploited) ? ', **known exploited**' : '';
  if (step.kind === 'leave-release') return `1. **${cell(stepPhrase(step))}**: ${place}`;
  const removes = `removes ${step.findings.length} (${severityPhrase(step.findings)})${exploited}`;
  return `1. **${cell(stepPhrase(step))}** (${place}): ${removes}`;
}

function steps(result: ScanResult): string[] {
  const list = remediations(result);
  if (list.length === 0) return [];
  const rest = list.length - MAX_STEPS;
  return [
    '',
    '### What to do first',
    '',
    ...list.slice(0, MAX_STEPS).map(stepLine),
    ...(rest > 0 ? ['', `and ${plural(rest, 'further step')}`] : []),
  ];
}

function findingCells(group: AlikePackages, finding: Finding): readonly string[] {
  const url = webAddress(addressOf(finding));
  const sign = signPhrase(finding);
  return [
    cell(namesOf(group)),
    cell(group.version),
    cell(fixPhrase(finding)),
    url ? `[${cell(finding.id)}](${url})` : cell(finding.id),
    finding.severity,
    sign === 'known exploited' ? `**${sign}**` : sign,
  ];
}

function section({ title, groups }: Section, rows: readonly (readonly string[])[]): string[] {
  const count = `${plural(countFindings(groups), 'finding')} in ${plural(groups.length, 'package')}`;
  if (rows.length === 0) return ['', `### ${title}: ${count}`];
  const head = ['package', 'installed', 'fixed in', 'vulnerability', 'severity', 'urgency'];
  return ['', `### ${title}: ${count}`, '', ...table(head, rows)];
}

function findings(result: ScanResult): string[] {
  const sections = sectionsOf(result);
  if (sections.length === 0) return ['', 'No findings.'];
  let room = MAX_ROWS;
  let left = 0;
  const lines = sections.flatMap((part) => {
    const rows = groupAlike(part.groups).flatMap((group) =>
      group.findings.map((finding) => findingCells(group, finding)),
    );
    const shown = rows.slice(0, room);
    room -= shown.length;
    left += rows.length - shown.length;
    return section(part, shown);
  });
  return left > 0 ? [...lines, '', `and ${plural(left, 'more row')}; the other formats list all`] : lines;
}

function doubts(result: ScanResult): string[] {
  const unknowns = allUnknowns(result);
  const lines = [
    ...notAssessedReasons(result.notAssessed).map(
      ([reason, count]) => `- not assessed: ${plural(count, 'package')}: ${cell(reason)}`,
    ),
    ...unknowns
      .slice(0, MAX_UNKNOWNS)
      .map(({ path, reason }) => `- could not tell: ${cell(path ? `${path} ${reason}` : reason)}`),
    ...(unknowns.length > MAX_UNKNOWNS ? [`- and ${plural(unknowns.length - MAX_UNKNOWNS, 'further unknown')}`] : []),
    ...(result.sbom.packages.length === 0 ? ['- no packages were found: this is unknown, not clean'] : []),
  ];
  return lines.length > 0 ? ['', '### What could not be told', '', ...lines] : [];
}

function suppressions(result: ScanResult): string[] {
  const groups = suppressedGroups(result);
  if (groups.length === 0) return [];
  const shown = groups.slice(0, MAX_UNKNOWNS).map((group) => `- ${cell(suppressionPhrase(group))}`);
  const rest = groups.length - shown.length;
  const more = rest > 0 ? [`- and those of ${plural(rest, 'further package')}`] : [];
  return ['', `### Suppressed: ${suppressionSummary(result)}`, '', ...shown, ...more];
}

function title({ sbom }: ScanResult, { verdict }: ReportOptions): string[] {
  const { subject, distribution, packages } = sbom;
  const system = distribution ? `${distribution.id} ${distribution.versionId ?? ''}`.trim() : 'no distribution';
  const base = basePhrase(sbom);
  const facts = [cell(system), plural(packages.length, 'package'), ...(base ? [`base image ${cell(base)}`] : [])];
  return [
    `## ${cell(subject.name)}`,
    '',
    ...(verdict ? [`**${cell(verdict)}**`, ''] : []),
    ...(subject.image ? [`\`${subject.image.manifestDigest}\``, ''] : []),
    `${facts.join(' · ')}`,
    '',
  ];
}

/** Markdown for a pull request or a chat. */
export const markdownReporter: Reporter = {
  render(result, options) {
    const lines = [
      ...title(result, options),
      ...counts(result, options.hidden),
      ...(options.judgement ? policySection(result, options.judgement) : []),
      ...steps(result),
      ...findings(result),
      ...doubts(result),
      ...suppressions(result),
      '',
      ...(options.hidden > 0 ? [`Not shown by request: ${plural(options.hidden, 'finding')}.`, ''] : []),
      databasePhrase(result),
    ];
    return `${lines.join('\n')}\n`;
  },
};
