import type { Advisory, Finding, FindingSource } from '@pratique/model';
import type { AdvisoryDatabase } from '@pratique/model';
import { isCve, unwrapId } from './identity.ts';
import { type Assertion, rankOf, resolve } from './resolution.ts';
import { rate } from './severity.ts';

/** A finding without what depends on the one package: shared by all packages of one source. */
export type FindingTemplate = Omit<Finding, 'package' | 'fromBase' | 'layer' | 'priority' | 'suppressed'>;

const MAX_REFERENCES = 16;
const MAX_ALIASES = 64;
const MAX_SOURCES = 64;

/**
 * Merges everything said of one vulnerability of one package into one finding that keeps every source. `others`: records
 * of the vulnerability in any feed, for what the matched ones leave out.
 */
export function assemble(
  id: string,
  assertions: readonly Assertion[],
  others: readonly Advisory[],
  database: AdvisoryDatabase,
): FindingTemplate {
  const ordered = assertions.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      compareText(a.advisory.feed, b.advisory.feed) ||
      compareText(a.advisory.id, b.advisory.id),
  );
  const affected = ordered.filter((assertion) => assertion.affected);
  const advisories = [...new Set(affected.map(({ advisory }) => advisory))];
  const kind = kindOf(advisories);
  const told = [...advisories, ...others];
  const aliases = aliasesOf(id, advisories);
  const details = told.find((advisory) => advisory.details)?.details;
  const published = advisories.flatMap((advisory) => advisory.published ?? []).sort()[0];
  const modified = advisories
    .flatMap((advisory) => advisory.modified ?? [])
    .sort()
    .at(-1);
  const knownExploited = firstOf([id, ...aliases], (name) => database.knownExploited(name));
  const epss = firstOf([id, ...aliases], (name) => database.epss(name));
  return {
    id,
    kind,
    aliases,
    sources: sourcesOf(advisories),
    ...rate(affected, others, kind),
    // Malware is taken out, not updated.
    ...(kind === 'malware' ? { state: 'no-fix', fixedIn: '' } : resolve(ordered)),
    title: told.find((advisory) => advisory.title)?.title ?? id,
    ...(details && { details }),
    references: unique(told.flatMap((advisory) => advisory.references)).slice(0, MAX_REFERENCES),
    cwes: unique(told.flatMap((advisory) => advisory.cwes ?? [])).slice(0, MAX_REFERENCES),
    ...(published && { published }),
    ...(modified && { modified }),
    ...(knownExploited && { knownExploited }),
    ...(epss && { epss }),
  };
}

function kindOf(advisories: readonly Advisory[]): Advisory['kind'] {
  if (advisories.some((advisory) => advisory.kind === 'malware')) return 'malware';
  return advisories.every((advisory) => advisory.kind === 'unmaintained') ? 'unmaintained' : 'vulnerability';
}

/**
 * Other names of the vulnerability: ids and aliases of its advisories. An erratum's id is the name of an update, and the
 * aliases of a report that bundles several CVEs cannot be told apart: both are left out.
 */
function aliasesOf(id: string, advisories: readonly Advisory[]): readonly string[] {
  const names = advisories.flatMap((advisory) => {
    if (advisory.vulnerabilities.length > 0) return advisory.vulnerabilities.filter((name) => unwrapId(name) === id);
    const bundles = advisory.aliases.filter((alias) => isCve(unwrapId(alias)) && unwrapId(alias) !== id).length > 0;
    return bundles && !isCve(unwrapId(advisory.id)) ? [advisory.id] : [advisory.id, ...advisory.aliases];
  });
  return unique(names)
    .filter((name) => name !== id)
    .sort()
    .slice(0, MAX_ALIASES);
}

function sourcesOf(advisories: readonly Advisory[]): readonly FindingSource[] {
  return advisories.slice(0, MAX_SOURCES).map((advisory) => {
    const url = advisory.references.find((address) => address.includes(advisory.id));
    return { advisory: advisory.id, feed: advisory.feed, ...(url && { url }) };
  });
}

function firstOf<T>(names: readonly string[], find: (name: string) => T | undefined): T | undefined {
  for (const name of names) {
    const found = find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
