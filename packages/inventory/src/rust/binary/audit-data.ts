import { inflateSync } from 'node:zlib';
import { findSection, type Program, sectionBytes } from '../../executable/program.ts';
import { asArray, asText, isObject } from '../../reading/json.ts';

/** Decompressed; the limit of cargo-auditable's own reader. */
const MAX_JSON = 8 * 1024 * 1024;

/** One crate that was linked into the program. */
export interface AuditedCrate {
  readonly name: string;
  readonly version: string;
  /** `crates.io`, `git`, `local`, `registry`, or a source of a later format. */
  readonly source: string;
  /** The crate that the program was built from. */
  readonly root: boolean;
  /** Only ran while the program was built; nothing of it is in the program. */
  readonly build: boolean;
  /** Positions in the list. */
  readonly dependencies: readonly number[];
}

/** The list of crates; or that there is none; or why it is there and cannot be read. Never throws. */
export type AuditRead =
  | { readonly kind: 'crates'; readonly crates: readonly (AuditedCrate | undefined)[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' | 'too-large'; readonly reason: string };

const crateName = /^[A-Za-z0-9_-]{1,128}$/;
const crateVersion = /^\d[0-9A-Za-z.+-]{0,127}$/;

function readCrate(entry: unknown): AuditedCrate | undefined {
  if (!isObject(entry)) return undefined;
  const name = asText(entry['name']);
  const version = asText(entry['version']);
  if (!name || !version || !crateName.test(name) || !crateVersion.test(version)) return undefined;
  return {
    name,
    version,
    source: asText(entry['source'])?.slice(0, 200) ?? '',
    root: entry['root'] === true,
    build: entry['kind'] === 'build',
    dependencies: asArray(entry['dependencies']).filter((position) => typeof position === 'number'),
  };
}

function inflate(bytes: Buffer): Buffer | 'too-large' | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_JSON });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : undefined;
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Reads the section `.dep-v0` that cargo-auditable adds (its PARSING.md): a zlib stream of JSON. An entry that makes no
 * sense is undefined at its position, so that the positions of the others hold.
 */
export function readAuditData(program: Program): AuditRead {
  const section = findSection(program, '.dep-v0');
  if (!section) return { kind: 'none' };
  const json = inflate(sectionBytes(program, section));
  if (json === 'too-large')
    return { kind: 'too-large', reason: `the list of crates inflates to more than ${MAX_JSON} bytes` };
  const document = json && parseJson(json);
  if (!isObject(document) || !Array.isArray(document['packages'])) {
    return { kind: 'malformed', reason: 'the section .dep-v0 holds no list of crates' };
  }
  return { kind: 'crates', crates: document['packages'].map(readCrate) };
}
