import { availableParallelism } from 'node:os';
import { type Clock, defaultLimits, type Limits, mapConcurrent, systemClock } from '@pratique/foundation';
import type { Cataloger, IndexedFile, Layer, OpenImage, Sbom, SbomLayer, SbomSubject, Unknown } from '@pratique/model';
import { readsLockfiles } from '../current-catalogers.ts';
import { chooseDistribution } from '../distribution/choose.ts';
import { missingDatabase } from '../distribution/package-manager.ts';
import { installedCatalogers } from '../installed-catalogers.ts';
import { readAliases } from './aliases.ts';
import { assemblePackages, type OwnerOf, ownersOf, type VisibleResult } from './assemble-packages.ts';
import { type BaseResolver, findBase, fromBaseOf, type KnownBase } from './base-image.ts';
import { indexFiles } from './file-index.ts';
import { type LayerInventory, readLayer, type ReadingContext } from './layer-inventory.ts';
import { MemoryBudget } from './memory-budget.ts';
import { notablePrograms } from './notable-programs.ts';
import { Room } from './room.ts';
import { CatalogerSelector } from './selector.ts';
import { visibleFiles, type VisibleFile } from './visibility.ts';

/** What an inventory may be told. */
export interface InventoryOptions {
  /** The target as the user wrote it. */
  readonly name: string;
  readonly kind: SbomSubject['kind'];
  /** Also read what lockfiles declare. Default: for directories only. */
  readonly lockfiles?: boolean;
  readonly base?: KnownBase;
  readonly resolveBase?: BaseResolver;
  readonly limits?: Limits;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Told of each layer once it was read, for progress. */
  readonly onLayer?: (index: number, of: number) => void;
}

/** What stands in an image or tree: its SBOM, and its files for questions that come later. */
export interface Inventory {
  readonly sbom: Sbom;
  readonly files: readonly IndexedFile[];
}

/** Layers read at once: hashing and unpacking overlap, and a machine has few cores to spare. */
const PARALLEL_LAYERS = Math.max(2, Math.min(4, availableParallelism()));

/** The order in which layers are read: a large one that comes last would be read alone. */
function largestFirst(layers: readonly Layer[]): readonly Layer[] {
  return layers.toSorted((a, b) => b.size - a.size);
}

/** The catalogers that an inventory with these options runs. Those of lockfiles bring the readers of many formats. */
async function catalogersFor(options: InventoryOptions): Promise<readonly Cataloger[]> {
  if (!readsLockfiles(options)) return installedCatalogers;
  const { lockfileCatalogers } = await import('../lockfile-catalogers.ts');
  return [...installedCatalogers, ...lockfileCatalogers];
}

function visibleResults(files: readonly VisibleFile[], layers: readonly LayerInventory[]): VisibleResult[] {
  return files.flatMap(({ entry, layer }) => {
    const results = entry.type === 'file' ? layers[layer]?.results.get(entry.path) : undefined;
    return results ? [{ path: entry.path, layer, results }] : [];
  });
}

/** Unknowns of files that an upper layer hides are gone with them; those without a path concern the layer itself. */
function unknownsOf(
  files: readonly VisibleFile[],
  results: readonly VisibleResult[],
  layers: readonly LayerInventory[],
): Unknown[] {
  // Of a million files few are asked for.
  const asked = new Set(layers.flatMap(({ unknowns }) => unknowns.map(({ path }) => path)));
  const visible = new Set(
    asked.size === 0
      ? []
      : files.flatMap(({ entry, layer }) => (asked.has(entry.path) ? [`${layer}\n${entry.path}`] : [])),
  );
  const ofLayers = layers.flatMap(({ layer, unknowns, entries }, position) =>
    unknowns
      .filter(({ path }) => path === undefined || visible.has(`${position}\n${path}`) || !entries.has(path))
      .map((unknown) => ({ ...unknown, layer: layer.digest })),
  );
  const ofFiles = results.flatMap(({ path, layer, results: perPath }) =>
    perPath.flatMap(({ cataloger, result }) =>
      (result.unknowns ?? []).map((unknown) => ({
        ...unknown,
        path: unknown.path ?? path,
        layer: layers[layer]?.layer.digest,
        foundBy: cataloger,
      })),
    ),
  );
  // A file that could not be read is told by who walks the tree and by who wanted it.
  const distinct = new Map([...ofLayers, ...ofFiles].map((unknown) => [JSON.stringify(unknown), unknown]));
  return [...distinct.values()];
}

/** Names that are no UTF-8 cannot be written as they are. */
function printablePath(unknown: Unknown): Unknown {
  return unknown.path === undefined ? unknown : { ...unknown, path: unknown.path.toWellFormed() };
}

/** As many unknowns as are kept, and one that counts the rest. */
function boundedUnknowns(unknowns: readonly Unknown[], limits: Limits): Unknown[] {
  const kept = unknowns.slice(0, limits.unknowns).map(printablePath);
  const rest = unknowns.length - kept.length;
  return rest === 0 ? kept : [...kept, { code: 'too-large', reason: `${rest} further things could not be told` }];
}

function sbomLayers(image: OpenImage, fromBase: (layer: number) => SbomLayer['fromBase']): SbomLayer[] {
  return image.layers.flatMap(({ index, digest, diffId, size, createdBy }) =>
    digest && diffId ? [{ index, digest, diffId, size, createdBy, fromBase: fromBase(index) }] : [],
  );
}

/**
 * Reads an image's layers (or a tree) once and tells every package in it.
 * @throws PratiqueError of the oci table where a layer cannot be read to its end.
 */
export async function takeInventory(image: OpenImage, options: InventoryOptions): Promise<Inventory> {
  const limits = options.limits ?? defaultLimits;
  const used = await catalogersFor(options);
  const context: ReadingContext = {
    selector: new CatalogerSelector(used),
    budget: new MemoryBudget(limits.bufferedBytes),
    room: new Room(limits),
    limits,
    signal: options.signal,
  };
  let done = 0;
  const read = await mapConcurrent(largestFirst(image.layers), PARALLEL_LAYERS, async (layer) => {
    const found = await readLayer(layer, context);
    options.onLayer?.(++done, image.layers.length);
    return found;
  });
  const byLayer = new Map(read.map((found) => [found.layer, found]));
  const layers = image.layers.map((layer) => byLayer.get(layer) as LayerInventory);
  const files = [...visibleFiles(layers)];
  const ownNames = visibleResults(files, layers);
  // Few links lead to what may be a package's.
  let owners: OwnerOf | undefined;
  const owned: OwnerOf = (path) => (owners ??= ownersOf(ownNames, undefined))(path);
  const aliases = await readAliases(files, layers, owned, context);
  const results = [...ownNames, ...aliases.results];
  const distribution = chooseDistribution(
    results.flatMap((visible) => visible.results.flatMap(({ result }) => result.distributions ?? [])),
  );
  const base = await findBase(image, options.base, options.resolveBase ?? (async () => undefined));
  const fromBase = fromBaseOf(image, base);
  const owner = ownersOf(results, distribution);
  const index = indexFiles(files, layers, owner, limits);
  // What a program in a project's folder is for, nobody asks: it is no image.
  const notable = options.kind === 'directory' ? undefined : notablePrograms(files, owner);
  const packages = assemblePackages(results, owner, { layers, distribution, fromBase });
  const unknowns = [
    ...unknownsOf(files, results, layers),
    ...aliases.unknowns,
    ...missingDatabase(distribution, packages),
    ...index.unknowns,
    ...(notable?.unknowns ?? []),
  ];
  const sbom: Sbom = {
    subject: { kind: options.kind, name: options.name, image: image.identity, config: image.config },
    distribution,
    packages,
    unknowns: boundedUnknowns(unknowns, limits),
    layers: sbomLayers(image, fromBase),
    base,
    ...(notable && { programs: notable.programs }),
    catalogers: Object.fromEntries(used.map(({ id, version }) => [id, version])),
    createdAt: (options.clock ?? systemClock).now().toISOString(),
  };
  return { sbom, files: index.files };
}
