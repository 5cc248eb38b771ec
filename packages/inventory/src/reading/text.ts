import type { CatalogFile, CatalogResult } from '@pratique/model';
import { onlyMalformed } from './json.ts';

/** The largest lockfiles of real projects have about 10 MB; larger files are unknowns. Bytes. */
export const MAX_LOCKFILE_BYTES = 64 * 1024 * 1024;

/** What a reader gives: the value, or the result that says why there is none. */
export type Reading<T> = { readonly value: T } | { readonly problem: CatalogResult };

/** Decodes by byte-order mark (UTF-8, UTF-16 of either order); UTF-8 where there is none. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return even.swap16().toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('utf8');
}

/** The text of a file, or a `malformed` unknown where it is binary. */
export function readText(file: CatalogFile): Reading<string> {
  const text = decodeText(file.bytes);
  return text.includes('\0') ? { problem: onlyMalformed(file, 'is binary, not text') } : { value: text };
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** A short token of hostile text, safe to print within a reason. */
export function quoteToken(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
