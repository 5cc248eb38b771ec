import { asModuleVersion } from '../go/binary/module-version.ts';
import { goPrograms } from './data/go-programs.ts';
import { PathIndex } from './path-index.ts';

/** A value that `-X` set stands between NULs, as the linker aligns it. */
const value = /(?<=\0)v?(\d{1,4}\.\d{1,4}\.\d{1,6}(?:[-+~][0-9A-Za-z][0-9A-Za-z.+~-]{0,60})?)(?=\0)/g;

/** The linker sorts such values by size next to its own, the Go version. */
const REACH = 8192;
const MAX_HITS = 8;

const byFile = new PathIndex(goPrograms, ({ files }) => files);

/** The module that a main package belongs to, of the programs we know; undefined: not one of them. */
export function knownGoModule(importPath: string): string | undefined {
  const module = goPrograms.find(({ module }) => importPath === module || importPath.startsWith(`${module}/`))?.module;
  return module && module + (/^\/v\d+(?=\/|$)/.exec(importPath.slice(module.length))?.[0] ?? '');
}

/** The module of a program by its place, for those whose build information names nothing. */
export function goModuleAtPath(path: string): string | undefined {
  return byFile.find(path)[0]?.module;
}

/** The texts that begin none of the others: `2.42.0+ds` explains `2.42.0+ds-5+deb12u1` (a package revision). */
function shortest(texts: ReadonlySet<string>): string[] {
  return [...texts].filter((text) => ![...texts].some((other) => other !== text && text.startsWith(other)));
}

/**
 * The version of a program that was stripped and whose flags `-trimpath` left out: the one version among the values that
 * the linker set. Only for programs known to set theirs so, and only where there is exactly one.
 */
export function goProgramVersion(importPath: string, goVersion: string, bytes: Buffer): string | undefined {
  if (knownGoModule(importPath) === undefined || !/^go1[\w.]{1,20}$/.test(goVersion)) return undefined;
  const anchor = Buffer.from(`\0${goVersion}\0`, 'latin1');
  const found = new Set<string>();
  let left = MAX_HITS;
  for (let at = bytes.indexOf(anchor); at >= 0 && left > 0; at = bytes.indexOf(anchor, at + 1), left--) {
    const window = bytes.toString('latin1', Math.max(0, at - REACH), at + REACH);
    for (const match of window.matchAll(value)) found.add(match[1] as string);
  }
  const versions = shortest(found);
  return versions.length === 1 ? asModuleVersion(versions[0] as string) : undefined;
}
