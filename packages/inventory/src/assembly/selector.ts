import { compileGlob } from '@pratique/foundation';
import type { Cataloger } from '@pratique/model';
import { isInInstalledTree } from '../reading/installed-tree.ts';

/** The glob of one segment. It is compiled when a segment begins and ends as it does: most patterns never are. */
class SegmentPattern {
  readonly glob: string;
  readonly #begin: string;
  readonly #end: string;
  #compiled: RegExp | undefined;

  constructor(glob: string) {
    this.glob = glob;
    this.#begin = /^[^*?[]*/.exec(glob)?.[0] ?? '';
    this.#end = /[^*?\]]*$/.exec(glob)?.[0] ?? '';
  }

  /** Whether a segment begins and ends as the glob does, before and after its wildcards. */
  resembles(segment: string): boolean {
    return segment.startsWith(this.#begin) && segment.endsWith(this.#end);
  }

  test(segment: string): boolean {
    return this.resembles(segment) && (this.#compiled ??= compileGlob(this.glob)).test(segment);
  }
}

/** One glob of one cataloger. */
export class Rule {
  readonly cataloger: Cataloger;
  readonly #glob: string;
  readonly #last: SegmentPattern;
  #pattern: RegExp | undefined;
  #folder: RegExp | undefined;

  /** The rule of a glob without braces. */
  constructor(glob: string, cataloger: Cataloger) {
    this.#glob = glob;
    this.cataloger = cataloger;
    this.#last = new SegmentPattern(nameOf(glob));
  }

  /** Whether the glob takes every file of a folder. */
  get takesAll(): boolean {
    return this.#last.glob === '*';
  }

  /** `name` is the path's last segment. */
  matches(path: string, name: string): boolean {
    return this.#last.resembles(name) && (this.#pattern ??= compileGlob(this.#glob)).test(path);
  }

  /** What the glob says of a path's last segment. */
  matchesName(name: string): boolean {
    return this.#last.test(name);
  }

  /** What a glob that takes every file of a folder says of that folder. */
  matchesFolder(folder: string): boolean {
    return (this.#folder ??= compileGlob(this.#glob.slice(0, Math.max(0, this.#glob.lastIndexOf('/'))))).test(folder);
  }
}

/** The literal last segment of a glob, or undefined where it has wildcards. */
function literalName(glob: string): string | undefined {
  const name = nameOf(glob);
  return /[*?[{]/.test(name) ? undefined : name;
}

/** The literal extension of a glob such as `*.gemspec` or `*.cdx.json`, with its dot. */
function literalExtension(glob: string): string | undefined {
  return /[*?\]][^*?[\]]*(?<extension>\.[^.*?[\]/]+)$/.exec(nameOf(glob))?.groups?.['extension'];
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
  readonly #folders: Rule[] = [];
  /** Segments that globs spell out, and patterns for the others. */
  readonly #literals = new Set<string>();
  readonly #segments = new Map<string, SegmentPattern | RegExp>();
  readonly #kinds = new Map<string, string>();
  readonly #catalogers: readonly Cataloger[];
  /** Those that want every program, whatever its path. */
  readonly programs: readonly Cataloger[];

  constructor(catalogers: readonly Cataloger[]) {
    this.#catalogers = catalogers;
    this.programs = catalogers.filter((cataloger) => cataloger.programs);
    for (const cataloger of catalogers) {
      for (const glob of cataloger.globs.flatMap(expandBraces)) this.#add(glob, cataloger);
      for (const pattern of cataloger.segments ?? []) this.#segments.set(pattern.source, pattern);
    }
  }

  #learn(segment: string): void {
    if (!/[*?[]/.test(segment)) this.#literals.add(segment);
    else if (!/^\*+$/.test(segment)) this.#segments.set(segment, new SegmentPattern(segment));
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
    let patterns = '';
    for (const pattern of this.#segments.values()) patterns += pattern.test(segment) ? '1' : '0';
    return this.#literals.has(segment) ? `${patterns} ${segment}` : patterns;
  }

  #add(glob: string, cataloger: Cataloger): void {
    const rule = new Rule(glob, cataloger);
    for (const segment of glob.split('/')) this.#learn(segment);
    if (rule.takesAll) this.#folders.push(rule);
    const keys: [Map<string, Rule[]>, string | undefined][] = [
      [this.#byName, literalName(glob)],
      [this.#byExtension, literalExtension(glob)],
      [this.#byInitial, literalInitial(glob)],
    ];
    for (const [map, key] of keys) {
      if (key === undefined) continue;
      const known = map.get(key);
      if (known) known.push(rule);
      else map.set(key, [rule]);
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

  /** In the order of the list. */
  select(path: string): readonly Cataloger[] {
    let selected: Cataloger[] | undefined;
    const name = nameOf(path);
    for (const rules of this.#candidates(name)) {
      if (!rules) continue;
      for (const rule of rules) {
        const { cataloger } = rule;
        if (selected?.includes(cataloger) || !rule.matches(path, name) || !isWanted(cataloger, path)) continue;
        (selected ??= []).push(cataloger);
      }
    }
    if (selected === undefined) return nobody;
    return selected.length === 1 ? selected : this.#catalogers.filter((cataloger) => selected.includes(cataloger));
  }

  /** The rules behind {@link select}. */
  rules(path: string): readonly Rule[] {
    const name = nameOf(path);
    return this.#candidates(name).flatMap((rules) =>
      (rules ?? []).filter((rule) => rule.matches(path, name) && isWanted(rule.cataloger, path)),
    );
  }

  /** Whether a file of this name is wanted in some folder, those apart of which every file is ({@link wantsAllOf}). */
  wantsName(name: string): boolean {
    return this.#candidates(name).some((rules) => rules?.some((rule) => !rule.takesAll && rule.matchesName(name)));
  }

  /** Whether every file of a folder is wanted, whatever its name. */
  wantsAllOf(folder: string): boolean {
    return this.#folders.some((rule) => rule.matchesFolder(folder));
  }
}

const nobody: readonly Cataloger[] = [];

/** Few paths get this far: the globs come first. */
function isWanted(cataloger: Cataloger, path: string): boolean {
  if (cataloger.scope === 'lockfiles' && isInInstalledTree(path)) return false;
  return cataloger.wants?.(path) ?? true;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
