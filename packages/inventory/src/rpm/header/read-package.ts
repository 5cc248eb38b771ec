import type { OwnedPaths } from '../../os-package/owned-paths.ts';
import type { RpmRecord } from '../installed-package.ts';
import { MAX_VALUES, parseHeader, type RpmHeader } from './parse-header.ts';
import { tag } from './tags.ts';

const wanted = new Set<number>(Object.values(tag));
const FILE_KIND = 0o170000;
const DIRECTORY = 0o040000;

/** What one header says: the record, and the files that the package owns. */
export interface HeaderFacts {
  readonly record: RpmRecord;
  readonly paths: readonly string[];
}

/** Paths by directory index and base name; before rpm 4 whole paths. Directories are left out. */
function pathsOf(header: RpmHeader, owned: OwnedPaths): string[] {
  const paths: string[] = [];
  const modes = header.shorts(tag.fileModes);
  const isDirectory = (i: number): boolean => ((modes[i] ?? 0) & FILE_KIND) === DIRECTORY;
  const names = header.strings(tag.baseNames);
  if (names.length === MAX_VALUES) owned.exceed();
  if (names.length === 0) {
    for (const [i, path] of header.strings(tag.oldFileNames).entries()) if (!isDirectory(i)) owned.add(path, paths);
    return paths;
  }
  const directories = header.strings(tag.directoryNames);
  const indexes = header.integers(tag.directoryIndexes);
  for (const [i, name] of names.entries()) {
    const directory = directories[indexes[i] ?? -1];
    if (directory !== undefined && !isDirectory(i)) owned.add(directory + name, paths);
  }
  return paths;
}

/** Reads a header blob; undefined where it is no header. */
export function readPackage(blob: Buffer, owned: OwnedPaths): HeaderFacts | undefined {
  const header = parseHeader(blob, wanted);
  if (!header) return undefined;
  return {
    record: {
      name: header.string(tag.name),
      epoch: header.integer(tag.epoch),
      version: header.string(tag.version),
      release: header.string(tag.release),
      architecture: header.string(tag.architecture),
      sourceRpm: header.string(tag.sourceRpm),
      vendor: header.string(tag.vendor),
      license: header.string(tag.license),
      modularity: header.string(tag.modularityLabel),
    },
    paths: pathsOf(header, owned),
  };
}
