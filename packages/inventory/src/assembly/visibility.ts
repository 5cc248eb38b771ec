import type { FileEntry } from '@pratique/model';
import type { LayerInventory } from './layer-inventory.ts';

/** Calls back with every ancestor directory of a path, nearest first, until one answers true. */
function someAncestor(path: string, test: (folder: string) => boolean): boolean {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (test(path.slice(0, slash))) return true;
  }
  return test('');
}

/** A name in {@link Cover}. */
interface Node {
  /** The path is there in an upper layer, or whited out. */
  exact: boolean;
  /** The directory's lower content is gone: whited out, opaque, or replaced by something that is no directory. */
  below: boolean;
  children?: Map<string, Node>;
}

/** Most paths: files, links and whiteouts, below which nothing of a lower layer shows. Shared, and never changed. */
const leaf: Readonly<Node> = Object.freeze({ exact: true, below: true });

/** What upper layers hide of lower ones (image-spec, layer.md, "Whiteouts"): a tree, so that deep paths cost their length. */
class Cover {
  readonly #root: Node = { exact: false, below: false };

  hides(path: string): boolean {
    let node: Node | undefined = this.#root;
    for (let at = 0; ;) {
      if (node.below) return true;
      const slash = path.indexOf('/', at);
      node = node.children?.get(path.slice(at, slash < 0 ? undefined : slash));
      if (node === undefined || slash < 0) return node?.exact === true;
      at = slash + 1;
    }
  }

  /** The node of a path, made where it is missing; undefined below what hides it anyway. */
  #node(path: string): Node | undefined {
    let node = this.#root;
    if (path === '') return node;
    for (const name of path.split('/')) {
      if (node.below) return undefined;
      const children = (node.children ??= new Map<string, Node>());
      const next = children.get(name) ?? { exact: false, below: false };
      children.set(name, next);
      node = next;
    }
    return node;
  }

  #addLeaf(path: string): void {
    const slash = path.lastIndexOf('/');
    const parent = this.#node(path.slice(0, Math.max(0, slash)));
    if (parent && !parent.below) (parent.children ??= new Map<string, Node>()).set(path.slice(slash + 1), leaf);
  }

  add({ entries, whiteouts, opaque }: LayerInventory): void {
    for (const path of whiteouts) this.#addLeaf(path);
    for (const entry of entries.values()) {
      if (entry.type !== 'directory') this.#addLeaf(entry.path);
      else {
        const node = this.#node(entry.path);
        if (node && !node.below) node.exact = true;
      }
    }
    for (const path of opaque) {
      const node = this.#node(path);
      if (node && !node.below) node.below = true;
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
    if (layer > 0) cover.add(inventory);
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
