import type { Finding, ScanResult } from '@pratique/model';
import { type AlikePackages, countFindings, groupAlike, type Section, sectionsOf } from '../groups.ts';
import { printable } from '@pratique/foundation';
import { severityPhrase } from '../summary.ts';
import { fixPhrase, namesOf, placeOf, plural, signPhrase, titleOf } from '../words.ts';
import { alignColumns, columnWidths } from './columns.ts';
import type { Style } from './style.ts';

/** On a terminal, more rows than this are not read: the most urgent of each package stand for the rest. */
const BRIEF_FROM = 60;
const BRIEF_ROWS = 5;
const BRIEF_PACKAGES = 12;

const INDENT = 4;
const maxima = [10, 28, 28, 16];

/** How much is printed of a report. */
export interface Extent {
  readonly width: number;
  readonly rows: number;
  readonly packages: number;
}

function extentOf(groups: readonly AlikePackages[], width: number, brief: boolean): Extent {
  const rows = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  if (!brief || rows <= BRIEF_FROM)
    return { width, rows: Number.POSITIVE_INFINITY, packages: Number.POSITIVE_INFINITY };
  return { width, rows: BRIEF_ROWS, packages: BRIEF_PACKAGES };
}

function findingRow(finding: Finding, style: Style): readonly string[] {
  return [
    style.severity(finding.severity),
    printable(finding.id),
    printable(fixPhrase(finding)),
    signPhrase(finding),
    printable(titleOf(finding)),
  ];
}

function packageLine(group: AlikePackages, style: Style): string {
  const { members, version, source } = group;
  const place = placeOf(members[0]?.pkg);
  const name = style.heading(printable(`${namesOf(group)} ${version}`.trim()));
  const aside = [source && `from source ${source}`, place].filter(Boolean).join(', ');
  return aside ? `  ${name}  ${style.faint(printable(aside))}` : `  ${name}`;
}

/** A cut list says how much it lacks, and how bad that is. */
function remainder(what: string, findings: readonly Finding[], style: Style): string {
  return style.faint(`${' '.repeat(INDENT)}and ${what}: ${severityPhrase(findings)}`);
}

function packageLines(group: AlikePackages, widths: readonly number[], extent: Extent, style: Style): string[] {
  const { findings } = group;
  // "and 1 more" takes the line of the one.
  const cut = findings.length > extent.rows + 1 ? extent.rows : findings.length;
  const rows = findings.slice(0, cut).map((finding) => findingRow(finding, style));
  const lines = alignColumns(rows, widths, extent.width - INDENT).map((line) => ' '.repeat(INDENT) + line);
  const rest = findings.slice(cut);
  return [
    packageLine(group, style),
    ...lines,
    ...(rest.length > 0 ? [remainder(plural(rest.length, 'more finding'), rest, style)] : []),
  ];
}

function sectionLines({ title, groups }: Section, options: { brief: boolean; width: number }, style: Style): string[] {
  const alike = groupAlike(groups);
  const extent = extentOf(alike, options.width, options.brief);
  const shown = alike.slice(0, extent.packages);
  const head = ['SEVERITY', 'VULNERABILITY', 'FIXED IN', 'URGENCY', 'WHAT'];
  const rows = shown.flatMap(({ findings }) =>
    findings.slice(0, extent.rows + 1).map((item) => findingRow(item, style)),
  );
  const signs = rows.some((row) => row[3] !== '');
  const titles = [head.map((name, i) => (i === 3 && !signs ? '' : name))];
  const widths = columnWidths([...titles, ...rows], maxima);
  const count = plural(countFindings(groups), 'finding');
  const rest = alike.slice(extent.packages);
  const more = rest.flatMap(({ members }) => members);
  return [
    '',
    style.heading(`${title}: ${count} in ${plural(groups.length, 'package')}`),
    ...alignColumns(titles, widths, extent.width - INDENT).map((line) => style.faint(' '.repeat(INDENT) + line)),
    ...shown.flatMap((group) => packageLines(group, widths, extent, style)),
    ...(more.length > 0
      ? [
          remainder(
            `${plural(more.length, 'further package')} with ${plural(countFindings(more), 'finding')}`,
            more.flatMap(({ findings }) => findings),
            style,
          ),
        ]
      : []),
    ...(extent.rows < Number.POSITIVE_INFINITY
      ? [
          style.faint(
            '  Shortened for the terminal: piped or with -o the table is whole; --severity and --fixable narrow it.',
          ),
        ]
      : []),
  ];
}

function lifecycleLines({ title, groups }: Section, style: Style): string[] {
  const lines = groups.flatMap(({ name, version, findings }) =>
    findings.map(
      (finding) =>
        `    ${style.severity(finding.severity)}  ${style.heading(printable(`${name} ${version}`))}  ${printable(`${finding.title} (${finding.id})`)}`,
    ),
  );
  return ['', style.heading(title), ...lines];
}

/** What was found, by package and most urgent first, the base image apart from our own layers. */
export function packageSections(
  result: ScanResult,
  options: { readonly brief: boolean; readonly width: number },
  style: Style,
): readonly string[] {
  return sectionsOf(result).flatMap((section) =>
    section.title === 'End of life' ? lifecycleLines(section, style) : sectionLines(section, options, style),
  );
}
