import type { FileEntry } from '@pratique/model';
import type { LayerFile, LayerInventory } from './layer-inventory.ts';
import { removes, type VisibleFile } from './visibility.ts';

/** Symbolic links that one path may lead through, as in Linux (path_resolution(7)). */
const MAX_LINKS = 40;
/** What following all links of an image may cost: a few steps each in real ones. Longer paths cost more. */
const MAX_STEPS = 4_000_000;

function costOf(path: string): number {
  return 1 + (path.length >> 6);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Content of a file and the layer, by position, that holds it. */
export interface FoundContent extends LayerFile {
  readonly layer: number;
}

/**
 * The image as one file system: what stands at a path, and where links lead. Links are followed in memory alone, and never
 * out of the image's root.
 */
export class ImageTree {
  readonly #layers: readonly LayerInventory[];
  readonly #visible: ReadonlyMap<string, VisibleFile>;
  readonly #folders = new Map<string, string | undefined>([['', '']]);
  /** Steps that all links of the image may take together. */
  #steps = MAX_STEPS;
  /** Links that the path in hand may still lead through. */
  #links = 0;

  constructor(layers: readonly LayerInventory[], files: readonly VisibleFile[]) {
    this.#layers = layers;
    this.#visible = new Map(files.map((file) => [file.entry.path, file]));
  }

  /** Whether links were left alone because following them took too long. */
  get exhausted(): boolean {
    return this.#steps <= 0;
  }

  /** The entry that the image shows at a path. */
  at(path: string): VisibleFile | undefined {
    return this.#visible.get(path);
  }

  /** The entry that the layers below a position show at a path. */
  #below(path: string, height: number): VisibleFile | undefined {
    for (let layer = height - 1; layer >= 0 && this.#steps > 0; layer--) {
      this.#steps -= costOf(path);
      const inventory = this.#layers[layer] as LayerInventory;
      const entry = inventory.entries.get(path);
      if (entry) return { entry, layer };
      if (removes(inventory, path)) return undefined;
    }
    return undefined;
  }

  /** The folder that a folder really is; undefined where links lead in a circle. */
  #realFolder(path: string): string | undefined {
    if (this.#folders.has(path)) return this.#folders.get(path);
    let real: string | undefined = '';
    // From the root on, not from within: an attacker's folders are thousands deep.
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const folder: string = end < 0 ? path : path.slice(0, end);
      real = this.#folders.has(folder) ? this.#folders.get(folder) : this.#remember(folder, real);
      if (end < 0 || real === undefined) return real;
    }
  }

  #remember(folder: string, realParent: string): string | undefined {
    this.#links = MAX_LINKS;
    const real = this.#step(realParent, nameOf(folder));
    this.#folders.set(folder, real);
    return real;
  }

  #step(folder: string, name: string): string | undefined {
    if (this.#steps <= 0) return undefined;
    const path = folder === '' ? name : `${folder}/${name}`;
    this.#steps -= costOf(path);
    const entry = this.at(path)?.entry;
    if (entry?.type !== 'symlink') return path;
    return this.#links-- > 0 ? this.#follow(folder, entry.linkTarget ?? '') : undefined;
  }

  #follow(from: string, target: string): string | undefined {
    let at: string | undefined = target.startsWith('/') ? '' : from;
    for (const segment of target.split('/')) {
      if (at === undefined) return undefined;
      if (segment === '..') at = folderOf(at);
      else if (segment !== '' && segment !== '.') at = this.#step(at, segment);
    }
    return at;
  }

  /** The path without symbolic links on the way or at its end; undefined where they lead in a circle. */
  real(path: string): string | undefined {
    const folder = this.#realFolder(folderOf(path));
    this.#links = MAX_LINKS;
    return folder === undefined ? undefined : this.#step(folder, nameOf(path));
  }

  #file({ entry, layer }: VisibleFile, links: number): FoundContent | undefined {
    const inventory = this.#layers[layer] as LayerInventory;
    if (entry.type === 'file') return { entry, occurrence: inventory.replaced.get(entry.path) ?? 0, layer };
    return entry.type === 'hardlink' ? this.linked(entry, layer, links + 1) : undefined;
  }

  /** The content of a visible file or link; undefined where there is none. */
  content({ entry, layer }: VisibleFile): FoundContent | undefined {
    if (entry.type !== 'symlink') return this.#file({ entry, layer }, 0);
    const path = this.real(entry.path);
    const target = path === undefined ? undefined : this.at(path);
    return target && this.#file(target, 0);
  }

  /**
   * What a hard link shares its content with: what stood there when the link was made, else what the layer has there in
   * the end, or the layers below.
   */
  linked(link: FileEntry, layer: number, links = 0): FoundContent | undefined {
    const inventory = this.#layers[layer] as LayerInventory;
    const then = inventory.linked.get(link);
    if (then) return { ...then, layer };
    const written = link.linkTarget ?? '';
    if (links > MAX_LINKS || written === link.path) return undefined;
    const own = inventory.entries.get(written);
    const target = own ? { entry: own, layer } : (this.#below(written, layer) ?? this.#atReal(written));
    return target && this.#file(target, links);
  }

  #atReal(path: string): VisibleFile | undefined {
    const real = this.real(path);
    return real === undefined ? undefined : this.at(real);
  }
}
