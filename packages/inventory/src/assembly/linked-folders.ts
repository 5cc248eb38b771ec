import type { Unknown } from '@pratique/model';
import type { ImageTree } from './image-tree.ts';
import type { CatalogerSelector } from './selector.ts';
import type { VisibleFile } from './visibility.ts';

/** Names of one folder that are looked at, of those that some cataloger tells apart. */
const MAX_NAMES = 64;
/** What looking for names may cost in the whole image: one for each folder and name, more for long ones. */
const MAX_COST = 4_000_000;
/** Folders that one is in, and links that lead to it, one after the other. */
const MAX_DEPTH = 400;
/** Last segments of a folder whose order counts; no glob names more of them. */
const ORDERED = 5;

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Folders that symbolic links give further names, and so to every file below them. Names that no cataloger tells from one
 * another count as one, so that the thousands of links among the modules of a large application cost little.
 */
export class LinkedFolders {
  readonly #selector: CatalogerSelector;
  readonly #links = new Map<string, string[]>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #whole = new Map<string, boolean>();
  /** Folders whose names are being collected, with their depth in the search. */
  readonly #open = new Map<string, number>();
  /** Depth of the lowest open folder that the search came back to. */
  #cut = Infinity;
  #left = MAX_COST;
  #exceeded = false;

  constructor(symbolicLinks: readonly VisibleFile[], tree: ImageTree, selector: CatalogerSelector) {
    this.#selector = selector;
    for (const { entry } of symbolicLinks) {
      const target = tree.real(entry.path);
      const type = target === undefined || target === '' ? 'directory' : tree.at(target)?.entry.type;
      // A folder need not have an entry of its own.
      if (target === undefined || (type !== undefined && type !== 'directory')) continue;
      const links = this.#links.get(target);
      if (links) links.push(entry.path);
      else this.#links.set(target, [entry.path]);
    }
  }

  /** Further names of a path, by linked folders above it. */
  names(path: string): readonly string[] {
    if (this.#links.size === 0) return [];
    const name = nameOf(path);
    return this.#namesOf(folderOf(path)).map((folder) => (folder === '' ? name : `${folder}/${name}`));
  }

  #namesOf(folder: string): readonly string[] {
    const known = this.#names.get(folder);
    if (known) return known;
    const depth = this.#open.get(folder);
    if (depth !== undefined) {
      this.#cut = Math.min(this.#cut, depth);
      return [];
    }
    const own = this.#open.size;
    this.#exceeded ||= own === MAX_DEPTH;
    if (own === MAX_DEPTH || !this.#afford(folder)) return [];
    this.#open.set(folder, own);
    const names = this.#collect(folder);
    this.#open.delete(folder);
    // What was cut short further up is not all there is to say of this folder.
    if (this.#cut >= own) {
      this.#cut = Infinity;
      this.#names.set(folder, names);
    }
    return names;
  }

  #afford(path: string): boolean {
    this.#left -= 1 + (path.length >> 6);
    this.#exceeded ||= this.#left <= 0;
    return this.#left > 0;
  }

  *#further(folder: string): Generator<string> {
    for (const link of this.#links.get(folder) ?? []) {
      yield link;
      for (const parent of this.#namesOf(folderOf(link))) yield `${parent}/${nameOf(link)}`;
    }
    if (folder !== '') for (const parent of this.#namesOf(folderOf(folder))) yield `${parent}/${nameOf(folder)}`;
  }

  #collect(folder: string): readonly string[] {
    const names = new Map<string, string>();
    let own: string | undefined;
    for (const name of this.#further(folder)) {
      if (!this.#afford(name)) break;
      own ??= this.#shape(folder);
      const shape = this.#shape(name);
      if (shape === own || names.has(shape)) continue;
      if (names.size === MAX_NAMES) {
        this.#exceeded = true;
        break;
      }
      names.set(shape, name);
    }
    return [...names.values()];
  }

  /** Equal for folders that no glob tells apart. */
  #shape(folder: string): string {
    const kinds = folder.split('/').map((segment) => this.#selector.kindOf(segment));
    const before = new Set(kinds.slice(0, -ORDERED));
    return JSON.stringify([[...before].sort(), kinds.slice(-ORDERED)]);
  }

  /** Whether the folder of a path has a name under which every file is wanted. */
  wantedWhole(path: string): boolean {
    if (this.#links.size === 0) return false;
    const folder = folderOf(path);
    let wanted = this.#whole.get(folder);
    if (wanted === undefined) {
      wanted = this.#namesOf(folder).some((name) => this.#selector.wantsAllOf(name));
      this.#whole.set(folder, wanted);
    }
    return wanted;
  }

  /** Names that were too many to be looked at. */
  get unknowns(): readonly Unknown[] {
    if (!this.#exceeded) return [];
    return [{ code: 'too-large', reason: 'has more links to folders within one another than are followed' }];
  }
}
