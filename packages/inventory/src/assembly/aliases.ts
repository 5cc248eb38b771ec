import type { Cataloger, FileEntry, Unknown } from '@pratique/model';
import { isDistributionFile, type OwnerOf } from './assemble-packages.ts';
import { ImageTree } from './image-tree.ts';
import {
  type LayerInventory,
  type PathResult,
  readAgain,
  type ReadingContext,
  type WantedContent,
  type WantedName,
} from './layer-inventory.ts';
import { LinkedFolders } from './linked-folders.ts';
import type { VisibleFile } from './visibility.ts';

/** Names that one content is cataloged under; a file with more wanted links than this is an attack. */
const MAX_NAMES = 64;

/** What was found in a file under a name that is not its own. */
export interface AliasResult {
  readonly path: string;
  /** Where the content lies under its own name; absent where only links still show it. */
  readonly stored?: string;
  /** Position of the layer that holds the content. */
  readonly layer: number;
  readonly results: readonly PathResult[];
}

/** What a second look at links established. */
export interface AliasReading {
  readonly results: readonly AliasResult[];
  readonly unknowns: readonly Unknown[];
}

interface Request {
  readonly stored?: string;
  readonly layer: number;
  readonly content: WantedContent;
  readonly names: Map<string, WantedName>;
}

function saysSomething({ result }: PathResult): boolean {
  return (result.packages?.length ?? 0) > 0 || (result.distributions?.length ?? 0) > 0;
}

/** Collects what must be read again, by content. */
class Requests {
  readonly #selector: ReadingContext['selector'];
  readonly #layers: readonly LayerInventory[];
  readonly #tree: ImageTree;
  readonly #owner: OwnerOf;
  readonly #byEntry = new Map<FileEntry, Request>();
  readonly unknowns: Unknown[] = [];

  constructor(
    selector: ReadingContext['selector'],
    layers: readonly LayerInventory[],
    tree: ImageTree,
    owner: OwnerOf,
  ) {
    this.#owner = owner;
    this.#selector = selector;
    this.#layers = layers;
    this.#tree = tree;
  }

  get all(): readonly Request[] {
    return [...this.#byEntry.values()];
  }

  /** Who wants content under a name and did not already read it under its own. */
  #wanting(name: string, content: FileEntry, layer: number): readonly Cataloger[] {
    const read = new Set(this.#selector.rules(content.path));
    const results = this.#layers[layer]?.results.get(content.path) ?? [];
    const answered = new Set(results.filter(saysSomething).map(({ cataloger }) => cataloger));
    // What a program is that the distribution owns its database says: `sh` may be a link to it in every image.
    const known = isDistributionFile(content.path) && this.#owner(content.path) !== undefined;
    const rules = this.#selector
      .rules(name)
      .filter(({ cataloger }) => !answered.has(cataloger.id) && !(known && cataloger.programs))
      .filter((rule) => !read.has(rule));
    return [...new Set(rules.map(({ cataloger }) => cataloger))];
  }

  /** Asks for the content of a visible file or link under a name that leads to it. */
  add(name: string, visible: VisibleFile): void {
    const content = this.#tree.content(visible);
    if (!content) return;
    const { layer, occurrence, entry } = content;
    // Nobody looks into what only a link still shows: its programs count under the link's name.
    const shown = this.#tree.at(entry.path)?.entry === entry;
    const catalogers = shown ? this.#wanting(name, entry, layer) : this.#selector.select(name);
    if (shown && catalogers.length === 0) return;
    const request = this.#byEntry.get(entry) ?? this.#request({ entry, occurrence, names: [] }, layer, shown);
    if (request.names.size === MAX_NAMES && !request.names.has(name)) {
      const reason = `is one of more than ${MAX_NAMES} links to ${entry.path}`;
      this.unknowns.push({ code: 'too-large', reason, path: name });
    } else request.names.set(name, { path: name, catalogers, programs: !shown });
  }

  #request(content: WantedContent, layer: number, shown: boolean): Request {
    const stored = shown ? content.entry.path : undefined;
    const request: Request = { stored, layer, content, names: new Map() };
    this.#byEntry.set(content.entry, request);
    return request;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Hard links to nothing: the image does not hold what they stand for. */
function danglingLinks(
  links: readonly VisibleFile[],
  tree: ImageTree,
  selector: ReadingContext['selector'],
): readonly Unknown[] {
  const dangling = links.filter(({ entry, layer }) => !tree.linked(entry, layer)).map(({ entry }) => entry);
  const wanted = dangling.filter(({ path }) => selector.select(path).length > 0).slice(0, MAX_NAMES);
  const others = dangling.length - wanted.length;
  return [
    ...wanted.map(({ path }) => ({
      code: 'unreadable' as const,
      reason: 'is a hard link to a file that the image does not have',
      path,
    })),
    ...(others > 0
      ? [{ code: 'unreadable' as const, reason: `hard links to files that the image does not have: ${others}` }]
      : []),
  ];
}

/**
 * Reads files that are wanted under another name than the one they are stored by: what hard links, symbolic links and
 * folders behind symbolic links lead to (a pnpm store, a package database somewhere else). Layers that hold such files are
 * read a second time; most images have none.
 */
export async function readAliases(
  files: readonly VisibleFile[],
  layers: readonly LayerInventory[],
  owner: OwnerOf,
  context: ReadingContext,
): Promise<AliasReading> {
  const hardLinks = files.filter(({ entry }) => entry.type === 'hardlink');
  const symbolicLinks = files.filter(({ entry }) => entry.type === 'symlink');
  if (hardLinks.length === 0 && symbolicLinks.length === 0) return { results: [], unknowns: [] };
  const { selector } = context;
  const tree = new ImageTree(layers, files);
  const folders = new LinkedFolders(symbolicLinks, tree, selector);
  const requests = new Requests(selector, layers, tree, owner);
  for (const visible of files) {
    const { path, type } = visible.entry;
    const link = type === 'hardlink' || type === 'symlink';
    if (!link && type !== 'file') continue;
    // Content that only a hard link still shows may be a program of any name.
    if (type === 'hardlink' || (link && selector.select(path).length > 0)) requests.add(path, visible);
    if (!selector.wantsName(nameOf(path)) && !folders.wantedWhole(path)) continue;
    for (const name of folders.names(path)) {
      if (selector.select(name).length > 0 && tree.at(name)?.entry.type !== 'file') requests.add(name, visible);
    }
  }
  const unknowns = [...requests.unknowns, ...folders.unknowns, ...danglingLinks(hardLinks, tree, selector)];
  if (tree.exhausted)
    unknowns.push({ code: 'too-large', reason: 'has links that lead over more folders than are followed' });
  return { results: await readRequests(requests.all, layers, context), unknowns };
}

async function readRequests(
  requests: readonly Request[],
  layers: readonly LayerInventory[],
  context: ReadingContext,
): Promise<readonly AliasResult[]> {
  const results: AliasResult[] = [];
  for (const layer of new Set(requests.map((request) => request.layer))) {
    const inventory = layers[layer] as LayerInventory;
    const wanted = requests.filter((request) => request.layer === layer);
    await readAgain(
      inventory,
      wanted.map(({ content, names }) => ({ ...content, names: [...names.values()] })),
      context,
    );
    for (const { names, stored } of wanted) {
      for (const path of names.keys()) {
        const found = inventory.results.get(path);
        if (found) results.push({ path, stored, layer, results: found });
      }
    }
  }
  return results;
}
