import type { Unknown } from '@pratique/model';
import type { ImageTree } from './image-tree.ts';
import type { CatalogerSelector } from './selector.ts';
import type { VisibleFile } from './visibility.ts';

/** Linked folders on the way to one file, one within the other. */
const MAX_DEPTH = 4;
/** Further names of one file that are looked at. */
const MAX_NAMES = 256;
/** Further names that are looked at in the whole image. */
const MAX_TOTAL = 4_000_000;

/** Every folder above a path, nearest first, the root last. */
function* foldersAbove(path: string): Generator<string> {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    yield path.slice(0, slash);
  yield '';
}

/** Folders that symbolic links give further names, and so to every file below them. */
export class LinkedFolders {
  readonly #links = new Map<string, string[]>();
  readonly #whole = new Map<string, boolean>();
  #left = MAX_TOTAL;
  #exceeded = 0;

  constructor(symbolicLinks: readonly VisibleFile[], tree: ImageTree) {
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
    const names = new Set<string>();
    this.#collect(path, path, names, MAX_DEPTH);
    return [...names];
  }

  #collect(path: string, original: string, names: Set<string>, depth: number): void {
    for (const folder of foldersAbove(path)) {
      for (const link of this.#links.get(folder) ?? []) {
        const name = folder === '' ? `${link}/${path}` : link + path.slice(folder.length);
        if (name === original || names.has(name)) continue;
        if (names.size === MAX_NAMES || this.#left === 0) {
          this.#exceeded++;
          return;
        }
        this.#left--;
        names.add(name);
        if (depth > 1) this.#collect(name, original, names, depth - 1);
      }
    }
  }

  /** Whether the folder of a path has a name under which every file is wanted. */
  wantedWhole(path: string, selector: CatalogerSelector): boolean {
    if (this.#links.size === 0) return false;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    let wanted = this.#whole.get(folder);
    if (wanted === undefined) {
      wanted = this.names(`${folder}/-`).some((name) => selector.wantsAllOf(name.slice(0, -2)));
      this.#whole.set(folder, wanted);
    }
    return wanted;
  }

  /** Names that were too many to be looked at. */
  get unknowns(): readonly Unknown[] {
    if (this.#exceeded === 0) return [];
    return [{ code: 'too-large', reason: 'has more links to folders within one another than are followed' }];
  }
}
