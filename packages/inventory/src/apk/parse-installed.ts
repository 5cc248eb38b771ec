import { linesOf } from '../os-package/lines.ts';
import { MAX_FILES } from '../os-package/owned-paths.ts';
import { quoted, token } from '../os-package/tokens.ts';

/** What apk's installed database says of one package. */
export interface ApkPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly origin?: string;
  readonly license?: string;
  readonly maintainer?: string;
  /** Commit of the recipe that built it. */
  readonly commit?: string;
  /** Paths as written, without leading slash; at most `MAX_FILES`. */
  readonly files: readonly string[];
}

export type ApkRecord =
  | { readonly ok: true; readonly value: ApkPackage }
  | { readonly ok: false; readonly reason: string };

/** Fields of one value that are kept. */
const kept = new Set(['P', 'V', 'A', 'o', 'L', 'm', 'c']);
const MAX_VALUE = 4096;

class RecordBuilder {
  #fields = new Map<string, string>();
  #files: string[] = [];
  #folder = '';
  #empty = true;

  line(line: string): void {
    this.#empty = false;
    if (line[1] !== ':') return;
    const key = line[0] as string;
    const value = line.slice(2);
    if (key === 'F') this.#folder = value;
    else if (key === 'R') this.#file(value);
    else if (kept.has(key)) this.#fields.set(key, value.slice(0, MAX_VALUE));
  }

  #file(name: string): void {
    if (this.#files.length < MAX_FILES) this.#files.push(this.#folder === '' ? name : `${this.#folder}/${name}`);
  }

  take(): ApkRecord | undefined {
    if (this.#empty) return undefined;
    const record = this.#record();
    this.#fields = new Map();
    this.#files = [];
    this.#folder = '';
    this.#empty = true;
    return record;
  }

  #record(): ApkRecord {
    const name = token(this.#fields.get('P'));
    const version = token(this.#fields.get('V'));
    if (name === undefined) return { ok: false, reason: 'a record names no package' };
    if (version === undefined) return { ok: false, reason: `the record of ${quoted(name)} has no version` };
    return {
      ok: true,
      value: {
        name,
        version,
        architecture: token(this.#fields.get('A')),
        origin: token(this.#fields.get('o')),
        license: this.#fields.get('L'),
        maintainer: this.#fields.get('m'),
        commit: token(this.#fields.get('c')),
        files: this.#files,
      },
    };
  }
}

/** Reads apk's installed database: `X:value` lines, an empty line after each record (apk-package(5), installed db). */
export function* parseInstalled(text: string): Generator<ApkRecord, undefined> {
  const builder = new RecordBuilder();
  for (const line of linesOf(text)) {
    if (line.trim() !== '') builder.line(line);
    else {
      const record = builder.take();
      if (record) yield record;
    }
  }
  const last = builder.take();
  if (last) yield last;
  return undefined;
}
