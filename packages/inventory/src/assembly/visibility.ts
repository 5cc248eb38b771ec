import type { FileEntry } from '@pratique/model';
import type { LayerInventory } from './layer-inventory.ts';

/** Calls back with every ancestor directory of a path, nearest first, until one answers true. */
function someAncestor(path: string, test: (folder: string) => boolean): boolean {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (test(path.slice(0, slash))) return true;
  }
  return test('');
}

/** What upper layers hide of lower ones (image-spec, layer.md, "Whiteouts"). */
class Cover {
  /** Paths that are there in an upper layer, or whited out. */
  readonly #exact = new Set<string>();
  /** Directories whose lower content is gone: whited out, opaque, or replaced by something that is no directory. */
  readonly #below = new Set<string>();

  hides(path: string): boolean {
    return this.#exact.has(path) || someAncestor(path, (folder) => this.#below.has(folder));
  }

  add({ entries, whiteouts, opaque }: LayerInventory): void {
    for (const path of whiteouts) {
      this.#exact.add(path);
      this.#below.add(path);
    }
    for (const path of opaque) this.#below.add(path);
    for (const entry of entries.values()) {
      this.#exact.add(entry.path);
      if (entry.type !== 'directory') this.#below.add(entry.path);
    }
  }
}

/** One path as the image shows it, and the layer (by position in the list) that it comes from. */
export interface VisibleFile {
  readonly entry: FileEntry;
  readonly layer: number;
}

/** The files of the image: layers from the top down, each showing what the ones above let through. */
export function* visibleFiles(layers: readonly LayerInventory[]): Generator<VisibleFile> {
  const cover = new Cover();
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const inventory = layers[layer] as LayerInventory;
    for (const entry of inventory.entries.values()) if (!cover.hides(entry.path)) yield { entry, layer };
    cover.add(inventory);
  }
}

/** Whether a layer takes away what lower layers have at a path, without looking at what it puts there. */
export function removes({ whiteouts, opaque, entries }: LayerInventory, path: string): boolean {
  if (whiteouts.has(path)) return true;
  return someAncestor(path, (folder) => {
    if (whiteouts.has(folder) || opaque.has(folder)) return true;
    const entry = entries.get(folder);
    return entry !== undefined && entry.type !== 'directory';
  });
}
