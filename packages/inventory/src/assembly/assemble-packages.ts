import {
  type DeclaredLicense,
  type Digest,
  type Distribution,
  formatPurl,
  type FoundPackage,
  type FromBase,
  type OwnedFiles,
  type Package,
  type PackageLocation,
} from '@pratique/model';
import type { LayerInventory, PathResult } from './layer-inventory.ts';
import { completePurl } from './os-purl.ts';
import { removes } from './visibility.ts';

/** A package as found at one visible place. */
interface Sighting {
  readonly found: FoundPackage;
  readonly purl: string;
  readonly cataloger: string;
  readonly location: PackageLocation;
  /** Position of the layer that introduced it. */
  readonly layer: number;
  readonly owner?: string;
}

/** The visible result of one path: where it lies, and what the catalogers said. */
export interface VisibleResult {
  readonly path: string;
  /** Where the content lies, if the path leads there by a link. */
  readonly stored?: string;
  readonly layer: number;
  readonly results: readonly PathResult[];
}

/** What assembly needs to know of the whole image. */
export interface AssemblyContext {
  readonly layers: readonly LayerInventory[];
  readonly distribution?: Distribution;
  /** Whether the base image brought a layer, by position. */
  readonly fromBase: (layer: number) => FromBase;
}

/** What tells one package of a file from another, before the distribution is known. */
function identityOf(found: FoundPackage): string {
  return `${formatPurl(found.purl)}\n${found.member ?? ''}`;
}

/**
 * Layers that are looked through for earlier versions of files. Past this, which takes an image made for it, a package is
 * said to come from the layer that it is visible from.
 */
const MAX_STEPS = 5_000_000;

/** Identities per layer and path are asked for again and again: databases hold hundreds of packages. */
class Origins {
  readonly #layers: readonly LayerInventory[];
  readonly #known = new Map<string, Set<string>>();
  readonly #histories = new Map<string, readonly number[]>();
  /** Lowest layer in which a path has results. */
  readonly #lowest = new Map<string, number>();
  #steps = MAX_STEPS;

  constructor(layers: readonly LayerInventory[]) {
    this.#layers = layers;
    for (let layer = layers.length - 1; layer >= 0; layer--)
      for (const path of layers[layer]?.results.keys() ?? []) this.#lowest.set(path, layer);
  }

  #identities(layer: number, path: string): Set<string> {
    const key = `${layer}\n${path}`;
    let identities = this.#known.get(key);
    if (!identities) {
      const results = this.#layers[layer]?.results.get(path) ?? [];
      identities = new Set(results.flatMap(({ result }) => (result.packages ?? []).map(identityOf)));
      this.#known.set(key, identities);
    }
    return identities;
  }

  /** The layers below a visible file that hold earlier versions of it, from the top. */
  #history(path: string, visibleIn: number): readonly number[] {
    const lowest = this.#lowest.get(path) ?? visibleIn;
    if (lowest >= visibleIn) return [];
    const known = this.#histories.get(path);
    if (known) return known;
    const history: number[] = [];
    for (let layer = visibleIn; layer > lowest && this.#steps-- > 0; layer--) {
      if (removes(this.#layers[layer] as LayerInventory, path)) break;
      const below = this.#layers[layer - 1] as LayerInventory;
      if (below.results.has(path)) history.push(layer - 1);
      else if (below.entries.has(path)) break;
    }
    this.#histories.set(path, history);
    return history;
  }

  /**
   * The lowest layer from which on every version of the file up to the visible one holds the package: a package database
   * is written anew by each layer that installs something, and only its differences tell who brought what.
   */
  introducedBy(path: string, visibleIn: number, found: FoundPackage): number {
    let introduced = visibleIn;
    for (const layer of this.#history(path, visibleIn)) {
      if (!this.#identities(layer, path).has(identityOf(found))) break;
      introduced = layer;
    }
    return introduced;
  }
}

/** Which OS package owns a path. */
export type OwnerOf = (path: string) => string | undefined;

/** Joins the file lists of package databases to the packages that they belong to. */
export function ownersOf(results: readonly VisibleResult[], distribution: Distribution | undefined): OwnerOf {
  const purls = new Map<string, string>();
  const lists: OwnedFiles[] = [];
  for (const { results: perPath } of results) {
    for (const { result } of perPath) {
      for (const list of result.owned ?? []) lists.push(list);
      for (const found of result.packages ?? []) {
        // What an SBOM in the image says of an owner must not stand for the owner itself.
        if (found.evidence === 'sbom') continue;
        const purl = completePurl(found, distribution);
        purls.set(`${found.type}\n${found.name}\n${found.architecture ?? ''}`, purl);
        purls.set(`${found.type}\n${found.name}\n`, purl);
      }
    }
  }
  const owners = new Map<string, string>();
  for (const { type, name, architecture, paths } of lists) {
    const purl = purls.get(`${type}\n${name}\n${architecture ?? ''}`) ?? purls.get(`${type}\n${name}\n`);
    if (purl) for (const path of paths) owners.set(path, purl);
  }
  return (path) => owners.get(path);
}

function licensesOf(results: readonly VisibleResult[]): ReadonlyMap<string, string> {
  const declared = results.flatMap((visible) => visible.results.flatMap(({ result }) => result.licenses ?? []));
  return new Map(declared.map(({ type, name, license }: DeclaredLicense) => [`${type}\n${name}`, license]));
}

function digestOf(context: AssemblyContext, layer: number): Digest | undefined {
  return context.layers[layer]?.layer.digest;
}

/** Packages that a package manager's own record names are not owned by themselves. */
const osTypes = new Set(['deb', 'apk', 'rpm', 'alpm']);

/**
 * Where distributions put programs (FHS 3.0). File lists are part of the image: one that claims an application elsewhere
 * is not the distribution's, and must not keep it from being matched.
 */
const distributionFolder = /^(?:usr\/(?!local\/)|(?:bin|sbin|etc|boot|lib|lib32|lib64|libx32|var\/lib)\/)/;

/** Whether a path lies where distributions put what they own. */
export function isDistributionFile(path: string): boolean {
  return distributionFolder.test(path);
}

function sightingsOf(results: readonly VisibleResult[], owner: OwnerOf, context: AssemblyContext): Sighting[] {
  const origins = new Origins(context.layers);
  const sightings: Sighting[] = [];
  const ownerOf = (path: string): string | undefined => (isDistributionFile(path) ? owner(path) : undefined);
  for (const { path: raw, stored, layer, results: perPath } of results) {
    const path = raw.toWellFormed();
    // File lists name what a package brought, not the links by which it is reached (/usr/share/node_modules on Debian).
    const ownedBy = ownerOf(path) ?? (stored === undefined ? undefined : ownerOf(stored.toWellFormed()));
    for (const { cataloger, result } of perPath) {
      for (const found of result.packages ?? []) {
        const introduced = origins.introducedBy(raw, layer, found);
        sightings.push({
          found,
          purl: completePurl(found, context.distribution),
          cataloger,
          location: { path: found.member ? `${path}!/${found.member}` : path, layer: digestOf(context, introduced) },
          layer: introduced,
          owner: osTypes.has(found.type) ? undefined : ownedBy,
        });
      }
    }
  }
  return sightings;
}

const evidenceOrder = ['installed', 'binary', 'sbom', 'declared'];

/** The sighting that decides what is said of a package: one that no OS package owns, then the best evidence. */
function decisive(a: Sighting, b: Sighting): number {
  const owned = Number(a.owner !== undefined) - Number(b.owner !== undefined);
  const evidence = evidenceOrder.indexOf(a.found.evidence) - evidenceOrder.indexOf(b.found.evidence);
  return owned || evidence || a.layer - b.layer || (a.location.path < b.location.path ? -1 : 1);
}

/**
 * Properties of the deciding sighting. A Go module may be in programs for several systems: `goos` names them all, and is
 * left out where one does not say, since flaws of other systems are not looked for.
 */
function propertiesOf(first: FoundPackage, believed: readonly Sighting[]): Package['properties'] {
  if (first.properties?.['goos'] === undefined) return first.properties;
  const systems = believed.map(({ found }) => found.properties?.['goos']);
  const { goos: _one, ...rest } = first.properties;
  return systems.includes(undefined) ? rest : { ...rest, goos: [...new Set(systems)].sort().join(',') };
}

function mergeSightings(
  sightings: readonly Sighting[],
  licenses: ReadonlyMap<string, string>,
  context: AssemblyContext,
): Package {
  const sorted = sightings.toSorted(decisive);
  const first = sorted[0] as Sighting;
  const { purl: _parts, member: _member, dependsOn: _depends, ...facts } = first.found;
  const dependsOn = [...new Set(sorted.flatMap(({ found }) => found.dependsOn ?? []))];
  // A copy that no OS package owns must be matched, whatever other copies there are.
  const ownedBy = sorted.every(({ owner }) => owner !== undefined) ? first.owner : undefined;
  // One record may know what another leaves out: a manifest without sources beside a database with them. An SBOM that lies
  // in the image adds nothing to what is installed: by naming another source it would lead matching astray.
  const believed = first.found.evidence === 'sbom' ? sorted : sorted.filter(({ found }) => found.evidence !== 'sbom');
  const known = <Key extends 'source' | 'vendor' | 'architecture' | 'modularity'>(key: Key) =>
    believed.find(({ found }) => found[key] !== undefined)?.found[key];
  const declared = sorted.find(({ found }) => found.license !== undefined)?.found.license;
  const license = declared ?? licenses.get(`${facts.type}\n${facts.name}`);
  const [source, vendor, architecture, modularity] = [
    known('source'),
    known('vendor'),
    known('architecture'),
    known('modularity'),
  ];
  const locations = [...new Map(sorted.map(({ location }) => [location.path, location])).values()];
  const properties = propertiesOf(first.found, believed);
  return {
    ...facts,
    ...(properties !== undefined && { properties }),
    ...(source !== undefined && { source }),
    ...(vendor !== undefined && { vendor }),
    ...(architecture !== undefined && { architecture }),
    ...(modularity !== undefined && { modularity }),
    // Development only where every place that declares it says so.
    ...(facts.development !== undefined && { development: sorted.every(({ found }) => found.development === true) }),
    ...(license !== undefined && { license }),
    ...(ownedBy !== undefined && { ownedBy }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(first.location.layer !== undefined && { layer: first.location.layer }),
    purl: first.purl,
    locations,
    fromBase: context.fromBase(sorted.reduce((lowest, { layer }) => Math.min(lowest, layer), first.layer)),
    foundBy: first.cataloger,
  };
}

/** Turns what the catalogers found at every visible path into the SBOM's packages: one per purl, sorted by purl. */
export function assemblePackages(
  results: readonly VisibleResult[],
  owner: OwnerOf,
  context: AssemblyContext,
): readonly Package[] {
  const byPurl = new Map<string, Sighting[]>();
  for (const sighting of sightingsOf(results, owner, context)) {
    const group = byPurl.get(sighting.purl);
    if (group) group.push(sighting);
    else byPurl.set(sighting.purl, [sighting]);
  }
  const licenses = licensesOf(results);
  return [...byPurl.values()]
    .map((group) => mergeSightings(group, licenses, context))
    .sort((a, b) => (a.purl < b.purl ? -1 : 1));
}
