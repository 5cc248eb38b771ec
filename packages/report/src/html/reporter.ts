import type { Finding, ScanResult } from '@pratique/model';
import { type AlikePackages, countFindings, groupAlike, type Section, sectionsOf } from '../groups.ts';
import { escapeMarkup, webAddress } from '../markup.ts';
import { type Remediation, remediations } from '../remediations.ts';
import { policySection } from './policy.ts';
import type { Reporter, ReportOptions } from '../reporter.ts';
import { allUnknowns, databasePhrase, notAssessedReasons, severities, severityPhrase, summarize } from '../summary.ts';
import {
  addressOf,
  basePhrase,
  fixPhrase,
  placeOf,
  plural,
  signPhrase,
  stepPhrase,
  stepPlace,
  titleOf,
} from '../words.ts';
import { stylesheet } from './stylesheet.ts';

const MAX_STEPS = 10;

function link(label: string, url: string | undefined): string {
  const address = webAddress(url);
  return address
    ? `<a href="${escapeMarkup(address)}" rel="noreferrer noopener">${escapeMarkup(label)}</a>`
    : escapeMarkup(label);
}

function figures(result: ScanResult, hidden: number): string {
  const summary = summarize(result, hidden);
  const items = [
    ...severities.map((severity) => [severity, summary.severities[severity], severity] as const),
    ['with a fix', summary.fixable, ''] as const,
    ['known exploited', summary.knownExploited, 'critical'] as const,
    ['suppressed', summary.suppressed, ''] as const,
    ['not assessed', summary.notAssessed, 'doubt'] as const,
    ['could not tell', summary.unknowns, 'doubt'] as const,
  ];
  const cells = items.map(
    ([label, count, kind]) => `<li class="${count > 0 ? kind : 'none'}"><b>${count}</b> ${label}</li>`,
  );
  return `<ul class="figures">${cells.join('')}</ul>`;
}

function stepItem(step: Remediation): string {
  const place = `<small>${escapeMarkup(stepPlace(step))}</small>`;
  if (step.kind === 'leave-release') return `<li><b>${escapeMarkup(stepPhrase(step))}</b> ${place}</li>`;
  const exploited = step.findings.some(({ knownExploited }) => knownExploited) ? ' <mark>known exploited</mark>' : '';
  const removes = `removes ${step.findings.length} (${severityPhrase(step.findings)})${exploited}`;
  return `<li><b>${escapeMarkup(stepPhrase(step))}</b> — ${removes} ${place}</li>`;
}

function steps(result: ScanResult): string {
  const list = remediations(result);
  if (list.length === 0) return '';
  const rest = list.slice(MAX_STEPS);
  const more =
    rest.length > 0
      ? `<details><summary>${plural(rest.length, 'further step')}</summary><ol start="${MAX_STEPS + 1}">${rest.map(stepItem).join('')}</ol></details>`
      : '';
  return `<h2>What to do first</h2><ol>${list.slice(0, MAX_STEPS).map(stepItem).join('')}</ol>${more}`;
}

function packageCells({ members, names, version, source, findings }: AlikePackages): string {
  const span = `rowspan="${findings.length}"`;
  const aside = [source && `from source ${source}`, placeOf(members[0]?.pkg)].filter(Boolean).join(', ');
  const where = aside ? `<small>${escapeMarkup(aside)}</small>` : '';
  return `<th scope="rowgroup" ${span}>${escapeMarkup(names.join(', '))}${where}</th><td ${span}>${escapeMarkup(version)}</td>`;
}

function findingCells(finding: Finding): string {
  const sign = signPhrase(finding);
  const marked = finding.knownExploited || finding.kind === 'malware' ? `<mark>${sign}</mark>` : sign;
  const rated = `<span class="severity ${finding.severity}" title="rated by ${escapeMarkup(finding.severityFrom)}">${finding.severity}</span>`;
  return `<td>${rated}</td><td>${link(finding.id, addressOf(finding))}</td><td>${escapeMarkup(fixPhrase(finding))}</td><td>${marked}</td><td>${escapeMarkup(titleOf(finding))}</td>`;
}

function packageRows(group: AlikePackages): string {
  return group.findings
    .map((finding, i) => `<tr>${i === 0 ? packageCells(group) : ''}${findingCells(finding)}</tr>`)
    .join('');
}

function section({ title, groups }: Section): string {
  const names = ['Package', 'Installed', 'Severity', 'Vulnerability', 'Fixed in', 'Urgency', 'What'];
  const head = names.map((name) => `<th scope="col">${name}</th>`).join('');
  const count = `${plural(countFindings(groups), 'finding')} in ${plural(groups.length, 'package')}`;
  const bodies = groupAlike(groups).map((group) => `<tbody>${packageRows(group)}</tbody>`);
  return `<h2>${title}: ${count}</h2><div class="scroll"><table><thead><tr>${head}</tr></thead>${bodies.join('')}</table></div>`;
}

function doubts(result: ScanResult): string {
  const items = [
    ...notAssessedReasons(result.notAssessed).map(
      ([reason, count]) => `${plural(count, 'package')} not assessed: ${reason}`,
    ),
    ...allUnknowns(result).map(({ path, reason }) => (path ? `${path} ${reason}` : reason)),
    ...(result.sbom.packages.length === 0 ? ['No packages were found: this is unknown, not clean.'] : []),
  ];
  if (items.length === 0) return '';
  return `<h2>What could not be told</h2><ul>${items.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul>`;
}

function suppressions({ suppressed }: ScanResult): string {
  if (suppressed.length === 0) return '';
  const items = suppressed.map(({ id, package: purl, suppressed: why }) => {
    const reason = `${why?.reason ?? ''}${why?.justification ? ` (${why.justification})` : ''}`;
    return `<li>${escapeMarkup(id)} in ${escapeMarkup(purl)}: ${escapeMarkup(reason)} — ${escapeMarkup(why?.source ?? '')}</li>`;
  });
  return `<details><summary>Suppressed: ${plural(suppressed.length, 'finding')}</summary><ul>${items.join('')}</ul></details>`;
}

function header(result: ScanResult, { verdict, version, hidden }: ReportOptions): string {
  const { subject, distribution, packages } = result.sbom;
  const base = basePhrase(result.sbom);
  const facts = [
    distribution?.prettyName ?? (distribution && `${distribution.id} ${distribution.versionId ?? ''}`),
    plural(packages.length, 'package'),
    subject.image && `${subject.image.platform.os}/${subject.image.platform.architecture}`,
    base && `base image ${base}`,
    `scanned ${result.scannedAt.slice(0, 16).replace('T', ' ')} UTC by Pratique ${version}`,
    hidden > 0 && `${plural(hidden, 'finding')} not shown by request`,
  ].filter((fact) => typeof fact === 'string' && fact !== '') as readonly string[];
  const digest = subject.image ? `<p class="facts"><code>${escapeMarkup(subject.image.manifestDigest)}</code></p>` : '';
  const decision = verdict ? `<p class="verdict">${escapeMarkup(verdict)}</p>` : '';
  const { stale, starter } = result.database;
  const age = `<p class="${stale || starter ? 'stale' : 'facts'}">${escapeMarkup(databasePhrase(result))}</p>`;
  return `<h1>${escapeMarkup(subject.name)}</h1>${digest}<p class="facts">${facts.map(escapeMarkup).join(' · ')}</p>${decision}${age}`;
}

/** One file that needs nothing else: no script, no other host. The policy in its head says so to the browser. */
export const htmlReporter: Reporter = {
  render(result, options) {
    const policy = "default-src 'none'; style-src 'unsafe-inline'";
    const sections = sectionsOf(result).map(section).join('') || '<p>No findings.</p>';
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeMarkup(result.sbom.subject.name)} — Pratique</title>
<style>${stylesheet}</style></head><body><main>
${header(result, options)}${figures(result, options.hidden)}${options.judgement ? policySection(result, options.judgement) : ''}${steps(result)}${sections}${doubts(result)}${suppressions(result)}
</main></body></html>
`;
  },
};
