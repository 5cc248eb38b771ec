import type { Finding, ScanResult } from '@pratique/model';
import { groupByPackage, remediations } from '../groups.ts';
import { escapeMarkdown, webAddress } from '../markup.ts';
import { printable } from '../printable.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severities, summarize } from '../summary.ts';

/** Rows of a table: comments on pull requests have a size limit. */
const MAX_ROWS = 200;

const origins: Readonly<Record<Finding['fromBase'], string>> = {
  yes: 'base image',
  no: 'own layers',
  unknown: 'unknown',
};

function cell(text: string): string {
  return escapeMarkdown(printable(text));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const shown = rows.slice(0, MAX_ROWS);
  const lines = [row(head), row(head.map(() => '---')), ...shown.map(row)];
  if (rows.length > shown.length) lines.push('', `and ${rows.length - shown.length} more`);
  return lines;
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

function steps(result: ScanResult): string[] {
  const list = remediations(result).slice(0, 10);
  if (list.length === 0) return [];
  const lines = list.map(({ name, from, to, findings, packages }) => {
    const where = packages[0]?.fromBase === 'yes' ? ' (base image)' : '';
    return `1. Update **${cell(name)}** ${cell(from)} → **${cell(to)}**${where}: removes ${findings.length}`;
  });
  return ['', '### What to do first', '', ...lines];
}

function findings(result: ScanResult): string[] {
  const rows = groupByPackage(result).flatMap(({ pkg, purl, findings: group }) =>
    group.map((finding) => {
      const url = webAddress(finding.sources.find((source) => source.url)?.url ?? finding.references[0]);
      const exploited = finding.knownExploited ? ' **known exploited**' : '';
      return [
        cell(pkg?.name ?? purl),
        cell(pkg?.version ?? ''),
        cell(finding.fixedIn || finding.state),
        url ? `[${cell(finding.id)}](${url})` : cell(finding.id),
        `${finding.severity}${exploited}`,
        origins[finding.fromBase],
      ];
    }),
  );
  if (rows.length === 0) return ['', 'No findings.'];
  return ['', '### Findings', '', ...table(['package', 'installed', 'fix', 'vulnerability', 'severity', 'from'], rows)];
}

function doubts(result: ScanResult): string[] {
  const lines = [
    ...notAssessedReasons(result.notAssessed).map(
      ([reason, count]) => `- not assessed: ${count} packages: ${cell(reason)}`,
    ),
    ...allUnknowns(result)
      .slice(0, 20)
      .map(({ path, reason }) => `- could not tell: ${cell(path ? `${path} ${reason}` : reason)}`),
  ];
  return lines.length > 0 ? ['', '### What could not be told', '', ...lines] : [];
}

function title({ sbom }: ScanResult, { verdict }: ReportOptions): string[] {
  const digest = sbom.subject.image?.manifestDigest;
  return [
    `## ${cell(sbom.subject.name)}`,
    '',
    ...(verdict ? [`**${cell(verdict)}**`, ''] : []),
    ...(digest ? [`\`${digest}\``, ''] : []),
  ];
}

/** Markdown for a pull request or a chat. */
export const markdownReporter: Reporter = {
  render(result, options) {
    const hidden = options.hidden > 0 ? [`${options.hidden} findings are not shown by request.`] : [];
    const lines = [
      ...title(result, options),
      ...counts(result, options.hidden),
      ...steps(result),
      ...findings(result),
      ...doubts(result),
      '',
      ...hidden,
      databasePhrase(result),
    ];
    return `${lines.join('\n')}\n`;
  },
};
