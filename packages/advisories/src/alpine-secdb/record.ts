import type { AdvisoryEntry, FeedRecord, VersionRange } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member, textsOf } from '../reading/json.ts';
import { asId, asKey, isCve } from '../reading/text.ts';

/** How one release is read. */
export interface SecdbReading {
  readonly feed: string;
  readonly ecosystem: string;
  /** Address of an id's page; absent where the publisher has none. */
  readonly page?: string;
}

/** What a release says of one flaw in one package. */
interface Fixes {
  readonly versions: Set<string>;
  never: boolean;
}

/** What all files of a release say: flaw → package → fixes. */
export class SecdbRelease {
  readonly #flaws = new Map<string, { aliases: Set<string>; packages: Map<string, Fixes> }>();
  readonly #rejected = new Map<string, string>();
  readonly #reading: SecdbReading;

  constructor(reading: SecdbReading) {
    this.#reading = reading;
  }

  /** Adds one file (`main.json`, `community.json`). A package that cannot be read is rejected by itself. */
  add(document: unknown): void {
    const packages = member(asObject(document), 'packages');
    // Releases without such packages have `null` there, or no member at all.
    if (packages === undefined || packages === null) return;
    for (const item of asList(packages)) this.#addPackage(asObject(member(asObject(item), 'pkg')));
  }

  /** Notes a file that cannot be read at all. */
  reject(id: string, reason: string): void {
    this.#rejected.set(id, reason);
  }

  #addPackage(pkg: JsonObject | undefined): void {
    const name = asKey(member(pkg, 'name'));
    if (!pkg || name === undefined) return this.reject('unnamed', 'a package has no name');
    const secfixes = member(pkg, 'secfixes');
    if (secfixes === undefined || secfixes === null) return undefined;
    if (!asObject(secfixes)) return this.reject(name, '"secfixes" is not an object');
    for (const [version, ids] of Object.entries(secfixes)) {
      const fixed = asKey(version);
      if (fixed === undefined) this.reject(name, 'a version that is none');
      else for (const text of textsOf(ids)) this.#addFlaws(name, fixed, text);
    }
    return undefined;
  }

  /** One string may hold several ids and a remark: `CVE-2019-1 XSA-2`, `CVE-2017-3 (+ regression fix)`. */
  #addFlaws(name: string, fixed: string, text: string): void {
    const ids = idsOfText(text, name);
    if (ids.length === 0) return;
    const cves = ids.filter(isCve);
    const flaws = cves.length > 0 ? cves : ids.slice(0, 1);
    for (const flaw of flaws) {
      const known = this.#flaws.get(flaw) ?? { aliases: new Set(), packages: new Map<string, Fixes>() };
      this.#flaws.set(flaw, known);
      // With two CVEs in one string no telling which one the other ids belong to.
      if (flaws.length === 1) for (const alias of ids) if (alias !== flaw) known.aliases.add(alias);
      const fixes = known.packages.get(name) ?? { versions: new Set(), never: false };
      known.packages.set(name, fixes);
      // Version 0: the package never had the flaw.
      if (fixed === '0') fixes.never = true;
      else fixes.versions.add(fixed);
    }
  }

  /** One advisory per flaw. */
  *records(): Generator<FeedRecord> {
    const { feed, page } = this.#reading;
    for (const [id, reason] of this.#rejected) yield { kind: 'rejected', id, reason };
    for (const [id, { aliases, packages }] of this.#flaws) {
      yield {
        kind: 'advisory',
        advisory: {
          id,
          feed,
          aliases: [...aliases],
          vulnerabilities: [],
          kind: 'vulnerability',
          title: '',
          cvss: [],
          references: page === undefined ? [] : [`${page}${encodeURIComponent(id)}`],
        },
        entries: [...packages].map(([name, fixes]) => this.#entry(id, name, fixes)),
      };
    }
  }

  #entry(id: string, name: string, { versions }: Fixes): AdvisoryEntry {
    // A flaw under two versions came back in between: below any of them is affected.
    const ranges: VersionRange[] = [...versions].map((fixed) => ({ fixed }));
    const { feed, ecosystem } = this.#reading;
    const state = ranges.length > 0 ? 'fixed' : 'not-affected';
    return { advisory: id, feed, ecosystem, name, scheme: 'apk', state, ranges };
  }
}

/**
 * The ids in a text. Slips of the hand are read as they were meant (`CVE_2019-2426`, `CVE 2018-16859`); a text without
 * any id still says that something was fixed, and becomes one.
 */
function idsOfText(text: string, name: string): string[] {
  const tokens = text
    .slice(0, 1000)
    .replaceAll(/\bCVE[ _-]+(\d{4})[_-](\d{4,19})(?!\d)/gi, 'CVE-$1-$2')
    .split(/[\s,;]+/)
    .map((token) => token.replaceAll(/^[("'#]+|[)"'?:.]+$/g, ''));
  const ids = tokens.filter(
    (token) => token.length >= 4 && /^[A-Za-z][A-Za-z]*[\w#.:-]*\d/.test(token) && asId(token) !== undefined,
  );
  if (ids.length > 0) return [...new Set(ids)];
  const words = tokens
    .join('-')
    .replaceAll(/[^A-Za-z0-9-]+/g, '')
    .replaceAll(/^-+|-+$/g, '');
  const id = words === '' ? undefined : asId(`ALPINE-${name}-${words}`.slice(0, 150));
  return id === undefined ? [] : [id];
}

/**
 * Ecosystem of a document: `distroversion` names Alpine's release; Wolfi's and Chainguard's have none and are told by
 * the address of their repository. Undefined for any other.
 */
export function ecosystemOfDocument(document: unknown): string | undefined {
  const root = asObject(document);
  const release = asText(member(root, 'distroversion'));
  if (release !== undefined && /^(?:v\d+\.\d+|edge)$/.test(release)) return `Alpine:${release}`;
  const prefix = asText(member(root, 'urlprefix')) ?? '';
  if (/^https:\/\/packages\.wolfi\.dev(?:\/|$)/.test(prefix)) return 'Wolfi';
  return /^https:\/\/(?:packages\.cgr\.dev|apk\.cgr\.dev)(?:\/|$)/.test(prefix) ? 'Chainguard' : undefined;
}
