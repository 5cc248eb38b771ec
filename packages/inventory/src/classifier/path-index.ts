import { compileGlob } from '@pratique/foundation';

interface Entry<Item> {
  readonly item: Item;
  readonly glob: string;
  /** What the glob's last segment begins with. */
  readonly begin: string;
  /** Compiled when a path gets that far: most never do. */
  pattern?: RegExp;
}

function matches<Item>(entry: Entry<Item>, path: string, name: string): boolean {
  return name.startsWith(entry.begin) && (entry.pattern ??= compileGlob(entry.glob)).test(path);
}

/**
 * Finds the items of which a glob matches a path, without trying every glob on every path: most globs end in a literal
 * file name, and are looked up by it.
 */
export class PathIndex<Item> {
  readonly #byName = new Map<string, Entry<Item>[]>();
  readonly #others: Entry<Item>[] = [];

  constructor(items: readonly Item[], globsOf: (item: Item) => readonly string[]) {
    for (const item of items) {
      for (const glob of globsOf(item)) this.#add(glob, item);
    }
  }

  #add(glob: string, item: Item): void {
    const name = glob.slice(glob.lastIndexOf('/') + 1);
    const entry = { item, glob, begin: /^[^*?[{]*/.exec(name)?.[0] ?? '' };
    if (/[*?{]|\[./.test(name)) {
      this.#others.push(entry);
      return;
    }
    const known = this.#byName.get(name);
    if (known) known.push(entry);
    else this.#byName.set(name, [entry]);
  }

  /** In the order of the items; each once. */
  find(path: string): Item[] {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const candidates = [...(this.#byName.get(name) ?? []), ...this.#others];
    return [...new Set(candidates.filter((entry) => matches(entry, path, name)).map(({ item }) => item))];
  }
}
