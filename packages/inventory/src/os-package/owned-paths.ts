import { defaultLimits } from '@pratique/foundation';

/** What all paths that one database file declares may cost: their characters, and {@link OVERHEAD} for each. */
const MAX_COST = 64 * 1024 * 1024;
const OVERHEAD = 32;

/** Files of one package that are looked at. */
export const MAX_FILES = 1_000_000;

/** Folders that a merged-/usr system keeps below `usr`, while packages still name them at the root. */
const mergedFolder = /^(bin|sbin|lib|lib32|lib64|libx32|libo32)\//;

/**
 * The folder of the root file system that a package database describes: empty, or `srv/chroot/` for a nested one.
 * `database` is the database's own path within its root.
 */
export function rootFolder(path: string, database: string): string {
  const at = path.startsWith(database) ? 0 : path.indexOf(`/${database}`) + 1;
  return path.slice(0, at);
}

function normalized(path: string): string {
  if (!path.includes('//') && !path.includes('./') && !path.includes('/.')) return path.replace(/^\/|\/$/g, '');
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .join('/');
}

/**
 * Collects the paths that a package manager's records declare, normalized like `FileEntry.path`. Paths that a merged
 * /usr moves (`bin/sh`) are given in both forms: the database may name either, the image holds one.
 */
export class OwnedPaths {
  readonly #root: string;
  #room = MAX_COST;
  #exceeded = false;

  constructor(root: string) {
    this.#root = root;
  }

  /** Paths were left out because the bound on their total was reached. */
  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Notes that the caller left paths out. */
  exceed(): void {
    this.#exceeded = true;
  }

  /** Adds one path in the form or forms that an image may hold it under. */
  add(path: string, to: string[]): void {
    if (path.length > defaultLimits.pathLength) return;
    const relative = normalized(path);
    if (relative === '') return;
    const forms = mergedFolder.test(relative) ? [relative, `usr/${relative}`] : [relative];
    for (const form of forms) {
      const full = this.#root + form;
      this.#room -= full.length + OVERHEAD;
      if (this.#room < 0) {
        this.#exceeded = true;
        return;
      }
      to.push(full);
    }
  }
}
