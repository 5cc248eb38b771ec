import type { Limits } from '@pratique/foundation';
import type { CatalogResult, Unknown } from '@pratique/model';

/** What remembering one path costs beside its characters. */
const OVERHEAD = 32;

/** What may still be kept of one image: its layers together must not fill the memory, however few bytes they are packed in. */
export class Room {
  #entries: number;
  #paths: number;
  #packages: number;
  #owned: number;

  constructor(limits: Limits) {
    this.#entries = limits.imageEntries;
    this.#paths = limits.imagePaths;
    this.#packages = limits.packagesPerImage;
    this.#owned = limits.ownedPaths;
  }

  /** Whether one more path may be kept. */
  takeEntry(path: string): boolean {
    if (this.#entries === 0 || this.#paths < path.length) return false;
    this.#entries--;
    this.#paths -= path.length;
    return true;
  }

  /** Whether no further file need be looked at. */
  get full(): boolean {
    return this.#packages === 0;
  }

  /** The part of a result that there is room for, and what has to be said of the rest. */
  takeResult(result: CatalogResult, path: string): CatalogResult {
    const { packages = [], owned = [] } = result;
    const unknowns: Unknown[] = [];
    const leaveOut = (reason: string) => unknowns.push({ code: 'too-large', reason, path });
    const kept = packages.length <= this.#packages ? packages : packages.slice(0, this.#packages);
    this.#packages -= kept.length;
    if (kept !== packages) leaveOut(`${packages.length - kept.length} packages are more than are kept of one image`);
    const cost = owned.reduce(
      (sum, { paths }) => paths.reduce((total, one) => total + one.length + OVERHEAD, sum + OVERHEAD),
      0,
    );
    const listed = cost <= this.#owned ? owned : [];
    if (listed === owned) this.#owned -= cost;
    else leaveOut('lists more files than are kept of one image');
    if (unknowns.length === 0) return result;
    return { ...result, packages: kept, owned: listed, unknowns: [...(result.unknowns ?? []), ...unknowns] };
  }
}
