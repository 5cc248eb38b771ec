import { defaultLimits } from '@pratique/foundation';
import {
  type CatalogFile,
  type CatalogResult,
  formatPurl,
  type FoundPackage,
  type PackageType,
  type PurlParts,
  type Unknown,
  type UnknownCode,
} from '@pratique/model';
import { quoteToken } from './text.ts';

/** A package as a lockfile declares it. */
export interface Declaration {
  readonly type: PackageType;
  /** Full name in its ecosystem; see `PackageFacts.name`. */
  readonly name: string;
  /** Empty where the file does not say which. */
  readonly version: string;
  /** Namespace, name, qualifiers and subpath, where they are more than the name. */
  readonly purl?: Omit<PurlParts, 'type' | 'version'>;
  /** Only for development or test. */
  readonly development?: boolean;
  readonly license?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** Bounds on what one file may say. */
const MAX_TEXT = 1024;
const MAX_UNKNOWNS = 50;
const MAX_NAMES = 5;

/** Neither names nor versions hold control characters. */
const control = /\p{Cc}/u;

/**
 * Collects what one lockfile declares: each purl once, dependencies between them, unknowns, all bounded. A package is for
 * development only where every declaration of it says so.
 */
export class DeclaredPackages {
  readonly #file: CatalogFile;
  readonly #limit: number;
  readonly #packages = new Map<string, FoundPackage>();
  readonly #edges = new Map<string, Set<string>>();
  readonly #unknowns: Unknown[] = [];
  readonly #unidentified: string[] = [];
  #full = false;

  constructor(file: CatalogFile, limit: number = defaultLimits.packagesPerFile) {
    this.#file = file;
    this.#limit = limit;
  }

  /** Adds a package, and answers with its canonical purl; undefined where it was rejected, which is an unknown. */
  add(declared: Declaration): string | undefined {
    const { type, name, version, purl, development, license, properties } = declared;
    if (!this.#plausible(name, version)) return undefined;
    const parts: PurlParts = { name, ...purl, type, version };
    const canonical = this.#canonical(parts);
    if (canonical === undefined) return undefined;
    if (version === '') this.unidentified(name);
    const known = this.#packages.get(canonical);
    if (known?.development && !development) this.#packages.set(canonical, { ...known, development: undefined });
    if (known) return canonical;
    if (this.#packages.size >= this.#limit) {
      if (!this.#full) this.unknown('too-large', `declares more than ${this.#limit} packages; the rest is left out`);
      this.#full = true;
      return undefined;
    }
    this.#packages.set(canonical, {
      type,
      name,
      version,
      evidence: 'declared',
      purl: parts,
      ...(development ? { development } : {}),
      ...(license ? { license } : {}),
      ...(properties ? { properties } : {}),
    });
    return canonical;
  }

  /** Records that one package depends on others; what is not a package of this file is dropped at the end. */
  depend(from: string, on: Iterable<string | undefined>): void {
    const edges = this.#edges.get(from) ?? new Set();
    this.#edges.set(from, edges);
    for (const to of on) if (to !== undefined && to !== from) edges.add(to);
  }

  /** Records what could not be told. Past a bound only the count is kept. */
  unknown(code: UnknownCode, reason: string): void {
    this.#unknowns.push({ code, reason, path: this.#file.entry.path });
  }

  /** Records a dependency that the file does not pin to one version, added or not: all of them become one unknown. */
  unidentified(name: string): void {
    this.#unidentified.push(name);
  }

  result(): CatalogResult {
    for (const [from, edges] of this.#edges) {
      const found = this.#packages.get(from);
      const dependsOn = [...edges].filter((to) => this.#packages.has(to));
      if (found && dependsOn.length > 0) this.#packages.set(from, { ...found, dependsOn });
    }
    return { packages: [...this.#packages.values()], unknowns: this.#boundedUnknowns() };
  }

  #boundedUnknowns(): Unknown[] {
    const unknowns = this.#unknowns.slice(0, MAX_UNKNOWNS);
    const path = this.#file.entry.path;
    const more = this.#unknowns.length - unknowns.length;
    if (more > 0) unknowns.push({ code: 'malformed', reason: `${more} more entries could not be read`, path });
    const names = [...new Set(this.#unidentified)];
    if (names.length > 0) {
      const shown = names.slice(0, MAX_NAMES).map(quoteToken).join(', ');
      const rest = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : '';
      const reason = `gives no exact version of ${names.length} of its dependencies: ${shown}${rest}`;
      unknowns.push({ code: 'unidentified', reason, path });
    }
    return unknowns;
  }

  #plausible(name: string, version: string): boolean {
    const plausible =
      name !== '' &&
      name.length <= MAX_TEXT &&
      version.length <= MAX_TEXT &&
      !control.test(name) &&
      !control.test(version);
    if (!plausible)
      this.unknown('malformed', `declares a package of an impossible name or version: ${quoteToken(name)}`);
    return plausible;
  }

  #canonical(parts: PurlParts): string | undefined {
    try {
      return formatPurl(parts);
    } catch {
      this.unknown('malformed', `declares what no package URL can name: ${quoteToken(parts.name)}`);
      return undefined;
    }
  }
}
