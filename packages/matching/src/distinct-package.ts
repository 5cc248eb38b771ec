import type { AdvisoryDatabase, Distribution, Finding, Package, Sbom } from '@pratique/model';
import { type AdvisoryKey, assessability } from './ecosystem/advisory-keys.ts';
import { isOsPackage } from './ecosystem/package-distribution.ts';
import { matchMemory, type MatchMemory, matchPackage } from './match-package.ts';
import { maintainingOwner, packageFindings } from './package-findings.ts';
import { vexJudge } from './vex/apply.ts';

/**
 * A package apart from any one image: equal in all images where everything that decides about its findings is equal. It has
 * no layer and no dependencies; of its places only the names that advisories are asked for.
 */
export interface DistinctPackage {
  readonly package: Package;
  /** Of OS packages alone. */
  readonly distribution?: Distribution;
  /** Purl of the OS package that is matched instead. */
  readonly owner?: string;
}

/** What the database says of a distinct package. */
export interface DistinctMatch {
  /** Suppressed ones among them. VEX statements count that name the package itself; those about images do not. */
  readonly findings: readonly Finding[];
  readonly notAssessed: boolean;
  /** Things that could not be compared. */
  readonly unknowns: number;
}

/** The packages of an SBOM apart from it, in its order; of two with one purl the first. */
export function distinctPackages(sbom: Pick<Sbom, 'packages' | 'distribution'>): readonly DistinctPackage[] {
  const byPurl = new Map<string, Package>();
  for (const pkg of sbom.packages) if (!byPurl.has(pkg.purl)) byPurl.set(pkg.purl, pkg);
  const distribution = sbom.distribution && contextOf(sbom.distribution);
  return [...byPurl.values()].map((pkg) => {
    const owner = maintainingOwner(pkg, byPurl, sbom);
    return {
      package: withoutPlace(pkg),
      ...(distribution && isOsPackage(pkg) && { distribution }),
      ...(owner !== undefined && { owner }),
    };
  });
}

/** Names under which advisories look the package up. */
export function distinctPackageKeys(distinct: DistinctPackage): readonly Pick<AdvisoryKey, 'ecosystem' | 'name'>[] {
  return assessability(distinct.package, distinct.distribution).keys;
}

/** Matches a distinct package: what {@link matchPackages} says of it in every image, end of life apart. */
export function matchDistinctPackage(
  { package: pkg, distribution, owner }: DistinctPackage,
  database: AdvisoryDatabase,
  memory: MatchMemory = matchMemory(),
): DistinctMatch {
  const match = matchPackage(pkg, distribution, database, memory);
  const judge = vexJudge({ subject: { kind: 'image', name: '' }, packages: [pkg] }, database, []);
  return {
    findings: packageFindings(pkg, match, { judge, owner, kernelHeaders: false }),
    notAssessed: owner === undefined && match.notAssessed !== undefined,
    unknowns: owner === undefined ? match.unknowns.length : 0,
  };
}

function withoutPlace({ layer: _layer, dependsOn: _dependsOn, ...pkg }: Package): Package {
  return { ...pkg, locations: pkg.name === 'k8s.io/kubernetes' ? programNames(pkg) : [] };
}

/** Kubernetes' own advisories speak of the programs that its module is built into, told by their file names. */
function programNames({ locations }: Package): Package['locations'] {
  const names = new Set(locations.map(({ path }) => path.split('/').at(-1) ?? ''));
  return [...names].sort().map((path) => ({ path }));
}

function contextOf({ id, versionId, codename, idLike, variantId, channels }: Distribution): Distribution {
  return {
    id,
    ...(versionId !== undefined && { versionId }),
    ...(codename !== undefined && { codename }),
    ...(variantId !== undefined && { variantId }),
    idLike,
    channels: channels.toSorted(),
    path: '',
  };
}
