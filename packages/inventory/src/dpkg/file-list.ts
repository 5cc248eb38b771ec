import { linesOf } from '../os-package/lines.ts';
import type { OwnedPaths } from '../os-package/owned-paths.ts';

/** The package that a file list is of, by the list's file name. */
export interface ListedPackage {
  readonly name: string;
  readonly architecture?: string;
}

const packageName = /^[a-z0-9][a-z0-9+.-]*$/;

/** Some distroless builders encode the package's name in the file's name: base64 of a name, padded or not. */
function decoded(name: string): string {
  if (packageName.test(name) || !/^[A-Za-z0-9+_-]{2,300}=*$/.test(name)) return name;
  const text = Buffer.from(name, 'base64url').toString('latin1');
  return packageName.test(text) ? text : name;
}

/** `libc6:amd64.list`, `libc6.md5sums`, `bGliYzY=.md5sums`: the package, and its architecture where it is named. */
export function listedPackage(path: string): ListedPackage {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.(list|md5sums)$/, '');
  const [name = '', architecture] = file.split(':', 2);
  return { name: decoded(name), ...(architecture && { architecture }) };
}

/** The files of `info/NAME.list`: one absolute path per line, directories too, each before what is in it. */
export function pathsOfList(text: string, owned: OwnedPaths): string[] {
  const paths: string[] = [];
  let previous: string | undefined;
  for (const line of linesOf(text)) {
    // A path below the one before it shows that to be a directory.
    if (previous !== undefined && !line.startsWith(previous === '/.' ? '/' : `${previous}/`))
      owned.add(previous, paths);
    previous = line;
  }
  if (previous !== undefined) owned.add(previous, paths);
  return paths;
}

/** The files of a `.md5sums` file: `digest  path/without/slash`. */
export function pathsOfDigests(text: string, owned: OwnedPaths): string[] {
  const paths: string[] = [];
  for (const line of linesOf(text)) {
    const path = /^\\?[0-9a-f]{32,128} [ *](.+)$/i.exec(line)?.[1];
    if (path !== undefined) owned.add(path, paths);
  }
  return paths;
}
