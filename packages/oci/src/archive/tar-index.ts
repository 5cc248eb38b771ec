import { ociErrors } from '../errors.ts';
import { Typeflag } from '../tar/header.ts';
import type { TarMember } from '../tar/member.ts';
import { normalizePath } from '../tar/path.ts';
import { archiveUnreadable } from './archive-files.ts';

/** Members of an archive. An archive of a hundred images with 127 layers each has about 50,000. */
const MAX_MEMBERS = 200_000;
const MAX_LINKS = 8;

/** Where a file's bytes stand in an archive. */
export interface TarRange {
  readonly offset: number;
  readonly size: number;
}

type Indexed = TarRange | { readonly link: string };

function targetOf(path: string, member: TarMember): string | undefined {
  if (member.typeflag === Typeflag.hardlink) return normalizePath(member.linkName);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return normalizePath(member.linkName.startsWith('/') ? member.linkName : `${folder}${member.linkName}`);
}

/**
 * Remembers where the files of an archive of images stand. Links between them are resolved within the archive only:
 * `docker save` once wrote layers that occur twice as symbolic links.
 */
export class TarIndex {
  readonly #name: string;
  readonly #entries = new Map<string, Indexed>();
  readonly #repeated = new Set<string>();
  /** Directories and what is no file count too: each costs its header. */
  #members = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Takes a member in; returns its path where it is a file. */
  add(member: TarMember): string | undefined {
    if (++this.#members > MAX_MEMBERS) {
      const why = `it has more than ${MAX_MEMBERS} members`;
      throw ociErrors.create('oci/limit-exceeded', { attempted: 'read', on: this.#name, why });
    }
    const path = normalizePath(member.name);
    if (!path || path.length > 4096) return undefined;
    const isLink = member.typeflag === Typeflag.hardlink || member.typeflag === Typeflag.symlink;
    const isFile = member.typeflag === Typeflag.file || member.typeflag === Typeflag.oldFile;
    if (!isLink && !isFile) return undefined;
    // A later member replaces an earlier one, as when it is unpacked; see checkOnce for where that may not be.
    if (this.#entries.has(path)) this.#repeated.add(path);
    const link = isLink ? targetOf(path, member) : undefined;
    if (isLink && link === undefined) this.#entries.delete(path);
    else this.#entries.set(path, link === undefined ? { offset: member.offset, size: member.size } : { link });
    return isFile ? path : undefined;
  }

  /** The bytes of a path, links followed; undefined where there is no such file. */
  lookup(path: string): (TarRange & { readonly path: string }) | undefined {
    let at = path;
    for (let hops = 0; hops <= MAX_LINKS; hops++) {
      const entry = this.#entries.get(at);
      if (!entry) return undefined;
      if (!('link' in entry)) return { ...entry, path: at };
      at = entry.link;
    }
    return undefined;
  }

  /**
   * Blobs are verified by digest, but a document that stands twice leaves open which one counts.
   * @throws PratiqueError `oci/archive-unreadable`
   */
  checkOnce(path: string): void {
    if (this.#repeated.has(path)) throw archiveUnreadable(this.#name, `${path} stands in it more than once`);
  }
}

/** Documents that name everything else. */
export const entryDocuments = ['index.json', 'manifest.json', 'oci-layout'] as const;
