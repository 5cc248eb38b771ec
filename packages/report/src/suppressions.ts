import type { Finding, ScanResult } from '@pratique/model';
import { plural } from './words.ts';

/** Ids of one group that are named; the rest is counted. */
const MAX_IDS = 3;

/** Suppressed findings of one package for one reason from one source. */
export interface SuppressedGroup {
  readonly name: string;
  readonly by: 'vex' | 'owned' | 'ignored';
  readonly ids: readonly string[];
  /** Why, and who says so. */
  readonly reason: string;
}

function groupKey({ package: purl, suppressed }: Finding): string {
  return JSON.stringify([purl, suppressed?.by, suppressed?.reason, suppressed?.source]);
}

/** What was suppressed and why, by package: VEX first, since someone answers for it. */
export function suppressedGroups({ suppressed, sbom }: ScanResult): readonly SuppressedGroup[] {
  const packages = new Map(sbom.packages.map((pkg) => [pkg.purl, pkg]));
  const groups = new Map<string, Finding[]>();
  for (const finding of suppressed) {
    const group = groups.get(groupKey(finding));
    if (group) group.push(finding);
    else groups.set(groupKey(finding), [finding]);
  }
  const order = ['vex', 'ignored', 'owned'];
  return [...groups.values()]
    .flatMap((findings): SuppressedGroup[] => {
      const [first] = findings;
      if (!first?.suppressed) return [];
      const { by, reason, source } = first.suppressed;
      const pkg = packages.get(first.package);
      const name = pkg ? `${pkg.name} ${pkg.version}` : first.package;
      const owner = by === 'owned' ? packages.get(source) : undefined;
      const why = owner ? `owned by ${owner.name} ${owner.version}` : `${reason} (${source})`;
      return [{ name, by, ids: findings.map(({ id }) => id), reason: why }];
    })
    .sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by) || (a.name < b.name ? -1 : 1));
}

/** `lodash 4.17.11, CVE-2019-10744: not affected: … (author, document)` */
export function suppressionPhrase({ name, ids, reason }: SuppressedGroup): string {
  const more = ids.length > MAX_IDS + 1 ? ` and ${ids.length - MAX_IDS} more` : '';
  return `${name}, ${ids.slice(0, more ? MAX_IDS : MAX_IDS + 1).join(', ')}${more}: ${reason}`;
}

/** `3 findings (2 by VEX, 1 owned by OS packages, which are matched instead)` */
export function suppressionSummary({ suppressed }: ScanResult): string {
  const by = (kind: string): number => suppressed.filter((finding) => finding.suppressed?.by === kind).length;
  const parts = [
    `${by('vex')} by VEX`,
    `${by('owned')} owned by OS packages, which are matched instead`,
    `${by('ignored')} ignored as asked`,
  ];
  return `${plural(suppressed.length, 'finding')} (${parts.filter((part) => !part.startsWith('0 ')).join(', ')})`;
}
