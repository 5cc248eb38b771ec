import { defaultLimits } from '@pratique/foundation';
import {
  type CatalogFile,
  type CatalogResult,
  formatPurl,
  type FoundPackage,
  type PackageFacts,
  type PurlParts,
  type Unknown,
} from '@pratique/model';
import { quoteToken } from './text.ts';

/** An installed package as its record states it. */
export interface InstalledFacts extends Omit<PackageFacts, 'evidence'> {
  /** Namespace, name and qualifiers, where they are more than the name. */
  readonly purl?: Omit<PurlParts, 'type' | 'version'>;
  /** Full names of packages of the same file that this one depends on. */
  readonly needs?: readonly string[];
}

const MAX_TEXT = 1024;
const MAX_UNKNOWNS = 50;
const control = /\p{Cc}/u;

function isPlausible(facts: InstalledFacts): boolean {
  const { name, version } = facts;
  const short = name.length <= MAX_TEXT && version.length <= MAX_TEXT;
  return name !== '' && short && !control.test(name) && !control.test(version);
}

/** The facts with their purl; undefined where no purl can name them. */
function withPurl(facts: InstalledFacts): { found: FoundPackage; canonical: string } | undefined {
  const { purl, needs: _needs, ...rest } = facts;
  const parts: PurlParts = { name: facts.name, ...purl, type: facts.type, version: facts.version };
  try {
    return { found: { ...rest, evidence: 'installed', purl: parts }, canonical: formatPurl(parts) };
  } catch {
    return undefined;
  }
}

/**
 * What a record of installed packages says: each purl once, with the dependencies between them. A package without a
 * version is kept and is an `unidentified` unknown; one with an impossible name or version is a `malformed` unknown.
 */
export function installedPackages(file: CatalogFile, records: Iterable<InstalledFacts>): CatalogResult {
  const path = file.entry.path;
  const unknowns: Unknown[] = [];
  const found = new Map<string, FoundPackage>();
  const needs = new Map<string, readonly string[]>();
  const canonicalOf = new Map<string, string>();
  for (const facts of records) {
    if (found.size >= defaultLimits.packagesPerFile || unknowns.length >= MAX_UNKNOWNS) {
      unknowns.push({ code: 'too-large', reason: 'holds more records than are read; the rest is left out', path });
      break;
    }
    const named = isPlausible(facts) ? withPurl(facts) : undefined;
    if (!named) {
      const reason = `names a package of an impossible name or version: ${quoteToken(facts.name)}`;
      unknowns.push({ code: 'malformed', reason, path });
      continue;
    }
    if (facts.version === '') {
      const reason = `does not tell the version of ${quoteToken(facts.name)}`;
      unknowns.push({ code: 'unidentified', reason, path });
    }
    if (found.has(named.canonical)) continue;
    found.set(named.canonical, named.found);
    canonicalOf.set(facts.name, named.canonical);
    if (facts.needs) needs.set(named.canonical, facts.needs);
  }
  const packages = [...found].map(([canonical, one]) => {
    const dependsOn = (needs.get(canonical) ?? [])
      .map((name) => canonicalOf.get(name))
      .filter((on) => on !== undefined && on !== canonical) as string[];
    return dependsOn.length > 0 ? { ...one, dependsOn: [...new Set(dependsOn)] } : one;
  });
  return { packages, unknowns };
}
