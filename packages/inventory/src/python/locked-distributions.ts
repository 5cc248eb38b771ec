import type { CatalogFile, CatalogResult } from '@pratique/model';
import { DeclaredPackages } from '../reading/declared-packages.ts';
import { quoteToken } from '../reading/text.ts';
import { pypiName } from './pypi-name.ts';

/** One distribution that a lockfile of any tool pins. */
export interface LockedDistribution {
  readonly name: string;
  /** Empty where the file gives only a source. */
  readonly version: string;
  /** Purl qualifiers of a source that is no index. */
  readonly source: Readonly<Record<string, string>>;
  readonly development: boolean;
  /** Names that it requires, with the version where the file tells which. */
  readonly requires: readonly { readonly name: string; readonly version?: string }[];
}

/** What a lockfile holds; `rejected` are entries without a usable name. */
export interface LockedDistributions {
  readonly distributions: readonly LockedDistribution[];
  readonly rejected: readonly string[];
}

/** Turns distributions into packages. A requirement without a version means every locked version of that name. */
export function declareDistributions(file: CatalogFile, locked: LockedDistributions): CatalogResult {
  const declared = new DeclaredPackages(file);
  const byName = new Map<string, Map<string, string>>();
  for (const { name, version, source, development } of locked.distributions) {
    const normalized = pypiName(name);
    const purl = { name: normalized, qualifiers: source };
    const canonical = declared.add({ type: 'pypi', name: normalized, version, purl, development });
    if (canonical === undefined) continue;
    const versions = byName.get(normalized) ?? new Map<string, string>();
    byName.set(normalized, versions.set(version, canonical));
  }
  for (const { name, version, requires } of locked.distributions) {
    const from = byName.get(pypiName(name))?.get(version);
    if (from === undefined) continue;
    for (const required of requires) {
      const versions = byName.get(pypiName(required.name));
      declared.depend(
        from,
        required.version === undefined ? (versions?.values() ?? []) : [versions?.get(required.version)],
      );
    }
  }
  for (const entry of locked.rejected)
    declared.unknown('malformed', `entry ${quoteToken(entry)} names no distribution`);
  return declared.result();
}

/** Names that projects give to groups that only development needs. */
const developmentGroup = /^(dev|develop|development|tests?|testing|lint|linting|docs?|typing|type-?check)([-_.].*)?$/i;

/** Whether all of the groups, of which there is at least one, are for development by their name. */
export function onlyDevelopmentGroups(groups: readonly unknown[]): boolean {
  return groups.length > 0 && groups.every((group) => typeof group === 'string' && developmentGroup.test(group));
}

/** The name at the start of a requirement (PEP 508): `coverage[toml]>=5.2; marker`. */
export function requirementName(requirement: unknown): { name: string } | undefined {
  const name = typeof requirement === 'string' ? /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(requirement)?.[0] : undefined;
  return name === undefined ? undefined : { name };
}
