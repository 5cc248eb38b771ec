import { compileGlob } from '@pratique/foundation';
import type { Cataloger } from '@pratique/model';
import { isInInstalledTree } from '../reading/installed-tree.ts';

/** One glob of one cataloger. */
export interface Rule {
  readonly pattern: RegExp;
  readonly cataloger: Cataloger;
  /** What the glob says of a path's last segment. */
  readonly name: RegExp;
  /** What a glob that takes every file of a folder says of that folder. */
  readonly folder?: RegExp;
}

/** The rule of a glob without braces. */
function ruleOf(glob: string, cataloger: Cataloger): Rule {
  const slash = glob.lastIndexOf('/');
  const name = glob.slice(slash + 1);
  return {
    pattern: compileGlob(glob),
    cataloger,
    name: compileGlob(name),
    ...(name === '*' && { folder: compileGlob(glob.slice(0, Math.max(0, slash))) }),
  };
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

/** Segments whose kind is remembered. */
const MAX_KINDS = 50_000;

/** Tells which catalogers want a path. Asked for every file of every layer: most are answered by map look-ups. */
export class CatalogerSelector {
  readonly #byName = new Map<string, Rule[]>();
  readonly #byExtension = new Map<string, Rule[]>();
  readonly #byInitial = new Map<string, Rule[]>();
  readonly #others: Rule[] = [];
  readonly #folders: RegExp[] = [];
  /** Segments that globs spell out, and patterns for the others. */
  readonly #literals = new Set<string>();
  readonly #segments = new Map<string, RegExp>();
  readonly #kinds = new Map<string, string>();
  /** Those that want every program, whatever its path. */
  readonly programs: readonly Cataloger[];

  constructor(catalogers: readonly Cataloger[]) {
    this.programs = catalogers.filter((cataloger) => cataloger.programs);
    for (const cataloger of catalogers) {
      for (const glob of cataloger.globs.flatMap(expandBraces)) this.#add(glob, cataloger);
      for (const pattern of cataloger.segments ?? []) this.#segments.set(pattern.source, pattern);
    }
  }

  #learn(segment: string): void {
    if (!/[*?[]/.test(segment)) this.#literals.add(segment);
    else if (!/^\*+$/.test(segment)) this.#segments.set(segment, compileGlob(segment));
  }

  /** Equal for segments of a path that nobody tells apart. */
  kindOf(segment: string): string {
    const known = this.#kinds.get(segment);
    if (known !== undefined) return known;
    const kind = this.#findKind(segment);
    if (this.#kinds.size < MAX_KINDS) this.#kinds.set(segment, kind);
    return kind;
  }

  #findKind(segment: string): string {
    const patterns = [...this.#segments.values()].map((pattern) => (pattern.test(segment) ? '1' : '0')).join('');
    return this.#literals.has(segment) ? `${patterns} ${segment}` : patterns;
  }

  #add(glob: string, cataloger: Cataloger): void {
    const rule = ruleOf(glob, cataloger);
    for (const segment of glob.split('/')) this.#learn(segment);
    if (rule.folder) this.#folders.push(rule.folder);
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

  /** Every rule that a file of this name might fulfil, and a few more. */
  #candidates(name: string): readonly (readonly Rule[] | undefined)[] {
    return [
      this.#byName.get(name),
      this.#byExtension.get(extensionOf(name)),
      this.#byInitial.get(name.slice(0, 1)),
      this.#others,
    ];
  }

  select(path: string): readonly Cataloger[] {
    const selected: Cataloger[] = [];
    for (const rules of this.#candidates(nameOf(path))) {
      for (const { pattern, cataloger } of rules ?? []) {
        if (!selected.includes(cataloger) && pattern.test(path) && isWanted(cataloger, path)) selected.push(cataloger);
      }
    }
    return selected;
  }

  /** The rules behind {@link select}. */
  rules(path: string): readonly Rule[] {
    return this.#candidates(nameOf(path)).flatMap((rules) =>
      (rules ?? []).filter(({ pattern, cataloger }) => pattern.test(path) && isWanted(cataloger, path)),
    );
  }

  /** Whether a file of this name is wanted in some folder, those apart of which every file is ({@link wantsAllOf}). */
  wantsName(name: string): boolean {
    return this.#candidates(name).some((rules) => rules?.some((rule) => !rule.folder && rule.name.test(name)));
  }

  /** Whether every file of a folder is wanted, whatever its name. */
  wantsAllOf(folder: string): boolean {
    return this.#folders.some((pattern) => pattern.test(folder));
  }
}

/** Few paths get this far: the globs come first. */
function isWanted(cataloger: Cataloger, path: string): boolean {
  if (cataloger.scope === 'lockfiles' && isInInstalledTree(path)) return false;
  return cataloger.wants?.(path) ?? true;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
