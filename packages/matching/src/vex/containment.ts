import type { Package } from '@pratique/model';

/** Packages looked at to find what contains one: more is not a dependency tree but an attack. */
const MAX_VISITS = 10_000;

/** What stands inside what, over one SBOM. */
export interface Containment {
  /** Every package whose purl the test accepts. */
  matching(accepts: (pkg: Package) => boolean): readonly Package[];
  /**
   * Whether the package stands inside the container wherever it occurs: in the same file, in a file within it
   * (`a.jar!/b.jar`), or because nothing else depends on it. A statement about a product says nothing of other copies.
   */
  isInside(pkg: Package, container: Package): boolean;
}

export function containmentOf(packages: readonly Package[]): Containment {
  let dependents: ReadonlyMap<string, readonly Package[]> | undefined;

  function dependentsOf(purl: string): readonly Package[] {
    if (!dependents) {
      const map = new Map<string, Package[]>();
      for (const pkg of packages)
        for (const needed of pkg.dependsOn ?? []) map.set(needed, [...(map.get(needed) ?? []), pkg]);
      dependents = map;
    }
    return dependents.get(purl) ?? [];
  }

  return {
    matching: (accepts) => packages.filter(accepts),
    isInside(pkg, container) {
      if (pkg.purl === container.purl) return true;
      return isWithinFiles(pkg, container) || isOnlyNeededBy(pkg, container, dependentsOf);
    },
  };
}

function isWithinFiles(pkg: Package, container: Package): boolean {
  return (
    pkg.locations.length > 0 &&
    pkg.locations.every(({ path }) =>
      container.locations.some((outer) => path === outer.path || path.startsWith(`${outer.path}!/`)),
    )
  );
}

function isOnlyNeededBy(pkg: Package, container: Package, dependentsOf: (purl: string) => readonly Package[]): boolean {
  const seen = new Set([pkg.purl]);
  const pending = [pkg];
  let current = pending.pop();
  while (current) {
    const above = dependentsOf(current.purl);
    if (above.length === 0 || seen.size > MAX_VISITS) return false;
    for (const dependent of above) {
      if (dependent.purl === container.purl || seen.has(dependent.purl)) continue;
      seen.add(dependent.purl);
      pending.push(dependent);
    }
    current = pending.pop();
  }
  return true;
}
