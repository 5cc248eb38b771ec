import type { Finding, ScanResult } from '@pratique/model';
import { groupByPackage, type PackageFindings, remediations } from '../groups.ts';
import { escapeMarkup, webAddress } from '../markup.ts';
import { printable } from '../printable.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severities, severityPhrase, summarize } from '../summary.ts';
import { stylesheet } from './stylesheet.ts';

function text(value: string): string {
  return escapeMarkup(printable(value));
}

function link(label: string, url: string | undefined): string {
  const address = webAddress(url);
  return address ? `<a href="${escapeMarkup(address)}" rel="noreferrer noopener">${text(label)}</a>` : text(label);
}

function figures(result: ScanResult, hidden: number): string {
  const summary = summarize(result, hidden);
  const items = [
    ...severities.map((severity) => [severity, summary.severities[severity], severity] as const),
    ['with a fix', summary.fixable, ''] as const,
    ['suppressed', summary.suppressed, ''] as const,
    ['not assessed', summary.notAssessed, 'doubt'] as const,
    ['could not tell', summary.unknowns, 'doubt'] as const,
  ];
  const cells = items.map(
    ([label, count, kind]) => `<li class="${count > 0 ? kind : ''}"><b>${count}</b> ${label}</li>`,
  );
  return `<ul class="figures">${cells.join('')}</ul>`;
}

function steps(result: ScanResult): string {
  const list = remediations(result).slice(0, 10);
  if (list.length === 0) return '';
  const items = list.map(({ name, from, to, findings, packages }) => {
    const where = packages[0]?.fromBase === 'yes' ? ' in the base image' : '';
    const removes = `removes ${findings.length} (${severityPhrase(findings)})`;
    return `<li>Update <b>${text(name)}</b> ${text(from)} → <b>${text(to)}</b>${where}: ${removes}</li>`;
  });
  return `<h2>What to do first</h2><ol>${items.join('')}</ol>`;
}

function findingRow(finding: Finding, { pkg, purl, findings }: PackageFindings, first: boolean): string {
  const url = finding.sources.find((source) => source.url)?.url ?? finding.references[0];
  const span = `rowspan="${findings.length}"`;
  const head = first
    ? `<th scope="rowgroup" ${span}>${text(pkg?.name ?? purl)}<small>${text(pkg?.locations[0]?.path ?? '')}</small></th><td ${span}>${text(pkg?.version ?? '')}</td>`
    : '';
  const exploited = finding.knownExploited ? ' <mark>known exploited</mark>' : '';
  return `<tr>${head}<td>${text(finding.fixedIn || finding.state)}</td><td>${link(finding.id, url)}${exploited}</td><td><span class="severity ${finding.severity}">${finding.severity}</span></td><td>${text(finding.title)}</td></tr>`;
}

function section(title: string, groups: readonly PackageFindings[]): string {
  if (groups.length === 0) return '';
  const rows = groups.flatMap((group) => group.findings.map((finding, i) => findingRow(finding, group, i === 0)));
  const head = ['Package', 'Installed', 'Fix', 'Vulnerability', 'Severity', 'What'].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  return `<h2>${title}</h2><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function sections(result: ScanResult): string {
  const groups = groupByPackage(result);
  const of = (origin: Finding['fromBase']): PackageFindings[] =>
    groups.filter(({ findings }) => findings[0]?.fromBase === origin);
  if (groups.length === 0) return '<p>No findings.</p>';
  return [
    section(result.sbom.subject.kind === 'image' ? 'Own layers' : 'Found', of('no')),
    section('Base image', of('yes')),
    section('Base image or own layers, unknown which', of('unknown')),
  ].join('');
}

function doubts(result: ScanResult): string {
  const items = [
    ...notAssessedReasons(result.notAssessed).map(([reason, count]) => `${count} packages not assessed: ${reason}`),
    ...allUnknowns(result).map(({ path, reason }) => (path ? `${path} ${reason}` : reason)),
  ];
  if (items.length === 0) return '';
  return `<h2>What could not be told</h2><ul>${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
}

function suppressions(result: ScanResult): string {
  if (result.suppressed.length === 0) return '';
  const items = result.suppressed.map(({ id, package: purl, suppressed }) => {
    const why = `${suppressed?.reason ?? ''}${suppressed?.justification ? ` (${suppressed.justification})` : ''}`;
    return `<li>${text(id)} in ${text(purl)}: ${text(why)} — ${text(suppressed?.source ?? '')}</li>`;
  });
  return `<h2>Suppressed</h2><ul>${items.join('')}</ul>`;
}

function header(result: ScanResult, { verdict, version, hidden }: ReportOptions): string {
  const { subject, distribution } = result.sbom;
  const facts = [
    distribution?.prettyName ?? (distribution && `${distribution.id} ${distribution.versionId ?? ''}`),
    subject.image?.manifestDigest,
    `scanned ${result.scannedAt.slice(0, 16).replace('T', ' ')} UTC by Pratique ${version}`,
    hidden > 0 ? `${hidden} findings not shown by request` : undefined,
  ].filter((fact) => fact !== undefined);
  const decision = verdict ? `<p class="verdict">${text(verdict)}</p>` : '';
  const age = `<p class="${result.database.stale ? 'stale' : ''}">${text(databasePhrase(result))}</p>`;
  return `<h1>${text(subject.name)}</h1><p class="facts">${facts.map(text).join(' · ')}</p>${decision}${age}`;
}

/** One file that needs nothing else: no script, no other host. The policy in its head says so to the browser. */
export const htmlReporter: Reporter = {
  render(result, options) {
    const policy = "default-src 'none'; style-src 'unsafe-inline'";
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(result.sbom.subject.name)} — Pratique</title>
<style>${stylesheet}</style></head><body><main>
${header(result, options)}${figures(result, options.hidden)}${steps(result)}${sections(result)}${doubts(result)}${suppressions(result)}
</main></body></html>
`;
  },
};
