import { compileGlob } from '@pratique/foundation';
import type { Cataloger } from '@pratique/model';

interface Rule {
  readonly pattern: RegExp;
  readonly cataloger: Cataloger;
}

/** The literal last segment of a glob, or undefined where it has wildcards. */
function literalName(glob: string): string | undefined {
  const name = glob.slice(glob.lastIndexOf('/') + 1);
  return /[*?[{]/.test(name) ? undefined : name;
}

/** The literal extension of a glob such as `*.gemspec`, with its dot. */
function literalExtension(glob: string): string | undefined {
  const name = glob.slice(glob.lastIndexOf('/') + 1);
  return /^\*(?<extension>\.[A-Za-z0-9]+)$/.exec(name)?.groups?.['extension'];
}

/** The alternatives of a glob's first `{a,b}`, each a glob of its own. */
function expandBraces(glob: string): string[] {
  const match = /^(?<before>[^{]*)\{(?<body>[^}]*)\}(?<after>.*)$/s.exec(glob)?.groups;
  if (!match) return [glob];
  return (match['body'] ?? '').split(',').flatMap((part) => expandBraces(`${match['before']}${part}${match['after']}`));
}

/** The first character of a glob's last segment, or undefined where that is a wildcard. */
function literalInitial(glob: string): string | undefined {
  const initial = glob[glob.lastIndexOf('/') + 1];
  return initial === undefined || '*?['.includes(initial) ? undefined : initial;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Tells which catalogers want a path. Asked for every file of every layer: most are answered by map look-ups. */
export class CatalogerSelector {
  readonly #byName = new Map<string, Rule[]>();
  readonly #byExtension = new Map<string, Rule[]>();
  readonly #byInitial = new Map<string, Rule[]>();
  readonly #others: Rule[] = [];
  /** Those that want every program, whatever its path. */
  readonly programs: readonly Cataloger[];

  constructor(catalogers: readonly Cataloger[]) {
    this.programs = catalogers.filter((cataloger) => cataloger.programs);
    for (const cataloger of catalogers) {
      for (const glob of cataloger.globs.flatMap(expandBraces)) this.#add(glob, cataloger);
    }
  }

  #add(glob: string, cataloger: Cataloger): void {
    const rule = { pattern: compileGlob(glob), cataloger };
    const keys: [Map<string, Rule[]>, string | undefined][] = [
      [this.#byName, literalName(glob)],
      [this.#byExtension, literalExtension(glob)],
      [this.#byInitial, literalInitial(glob)],
    ];
    for (const [map, key] of keys) {
      if (key === undefined) continue;
      map.set(key, [...(map.get(key) ?? []), rule]);
      return;
    }
    this.#others.push(rule);
  }

  select(path: string): readonly Cataloger[] {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const selected: Cataloger[] = [];
    const candidates = [
      this.#byName.get(name),
      this.#byExtension.get(extensionOf(name)),
      this.#byInitial.get(name.slice(0, 1)),
      this.#others,
    ];
    for (const rules of candidates) {
      for (const { pattern, cataloger } of rules ?? []) {
        if (!selected.includes(cataloger) && pattern.test(path)) selected.push(cataloger);
      }
    }
    return selected;
  }
}
