import { linesOf } from '../../reading/text.ts';

/** Where the gems of a section come from. */
export interface GemSource {
  /** `GEM`, `GIT`, `PATH`, `PLUGIN SOURCE`. */
  readonly section: string;
  readonly remote: string;
  readonly revision: string;
}

/** One gem; the platform that may stand behind its version is left out. */
export interface LockedGem {
  readonly name: string;
  readonly version: string;
  readonly source: GemSource;
  readonly requires: readonly string[];
}

/** What a lockfile holds. */
export interface GemfileLock {
  readonly gems: readonly LockedGem[];
  /** Numbers of lines that cannot be read. */
  readonly rejected: readonly number[];
  /** Whether the file holds any known section. */
  readonly recognized: boolean;
}

const sources = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE']);
const others = new Set(['PLATFORMS', 'DEPENDENCIES', 'RUBY VERSION', 'BUNDLED WITH', 'CHECKSUMS']);

/** Longer lines hold no gem. */
const MAX_LINE = 64 * 1024;

type Draft = { name: string; version: string; source: GemSource; requires: string[] };

/** Collects gems from the lines of source sections. */
class GemReader {
  readonly gems: Draft[] = [];
  #source: { section: string; remote: string; revision: string } = { section: '', remote: '', revision: '' };
  #inSpecs = false;

  open(section: string): void {
    this.#source = { section, remote: '', revision: '' };
    this.#inSpecs = false;
  }

  /** A line of a section; false where it makes no sense. */
  line(content: string, indent: number): boolean {
    if (!sources.has(this.#source.section)) return true;
    if (indent <= 2) {
      const [, key, value = ''] = /^([a-z]+):\s*(.*)$/.exec(content) ?? [];
      this.#inSpecs = key === 'specs';
      // Several remotes may be listed; the first one counts.
      if (key === 'remote') this.#source.remote ||= value;
      else if (key === 'revision') this.#source.revision = value;
      return key !== undefined;
    }
    if (!this.#inSpecs) return true;
    if (indent > 4) {
      const [required = ''] = content.split(' ', 1);
      this.gems.at(-1)?.requires.push(required.replace(/!$/, ''));
      return this.gems.length > 0;
    }
    const match = /^(\S+) \(([^()\s-]+)(?:-[^()\s]+)?\)!?$/.exec(content);
    if (!match) return false;
    this.gems.push({ name: match[1] as string, version: match[2] as string, source: this.#source, requires: [] });
    return true;
  }
}

/** Reads Bundler's lockfile (bundler.io, "Gemfile.lock"). */
export function parseGemfileLock(text: string): GemfileLock {
  const reader = new GemReader();
  const rejected: number[] = [];
  let recognized = false;
  for (const [index, raw] of linesOf(text).entries()) {
    const line = raw.trimEnd();
    const content = line.trimStart();
    if (content === '') continue;
    const indent = line.length - content.length;
    if (line.length > MAX_LINE) rejected.push(index + 1);
    else if (indent === 0) {
      const known = sources.has(content) || others.has(content);
      recognized ||= known;
      reader.open(content);
      if (!known && !/^[A-Z][A-Z -]*$/.test(content)) rejected.push(index + 1);
    } else if (!reader.line(content, indent)) rejected.push(index + 1);
  }
  return { gems: reader.gems, rejected, recognized };
}
