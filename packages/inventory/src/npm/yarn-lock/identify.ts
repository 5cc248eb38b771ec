import { npmSource } from '../npm-source.ts';
import type { YarnEntry } from './parse-yarn-lock.ts';

/** A package as an entry resolves it. */
export interface YarnPackage {
  readonly name: string;
  readonly version: string;
  /** Purl qualifiers of its source, where that is no registry. */
  readonly source: Readonly<Record<string, string>>;
}

/** Splits `name@range`; the name may begin with `@`. */
export function splitDescriptor(descriptor: string): { name: string; range: string } {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? { name: descriptor, range: '' } : { name: descriptor.slice(0, at), range: descriptor.slice(at + 1) };
}

function aliased(range: string): string | undefined {
  return range.startsWith('npm:') ? /^(@?[^@:]+)@/.exec(range.slice(4))?.[1] : undefined;
}

/** A public registry's tarball URL begins with the name that was published, whatever the project calls the package. */
const publicTarball = /^https:\/\/registry\.(?:yarnpkg\.com|npmjs\.org)\/((?:@[^/]+\/)?[^/@]+)\/-\//;

/** An entry of Yarn 1; undefined for folders of the project (`file:`, `link:`). */
function identifyClassic(entry: YarnEntry): YarnPackage | undefined {
  const { name, range } = splitDescriptor(entry.descriptors[0] ?? '');
  const resolved = entry.fields.get('resolved') ?? '';
  const local = entry.descriptors.some((descriptor) => /^(file|link):/.test(splitDescriptor(descriptor).range));
  if (local && resolved === '') return undefined;
  const source = npmSource(resolved);
  const version = entry.fields.get('version') ?? '';
  return { name: aliased(range) ?? publicTarball.exec(resolved)?.[1] ?? name, version, source };
}

/** An entry of Yarn 2 and later; undefined for workspaces, links, portals and local folders. */
function identifyBerry(entry: YarnEntry): YarnPackage | undefined {
  const { name, range } = splitDescriptor(entry.fields.get('resolution') ?? entry.descriptors[0] ?? '');
  if (entry.fields.get('linkType') === 'soft' || /^(workspace|link|portal):/.test(range)) return undefined;
  if (range.startsWith('file:') && !/\.(tgz|tar\.gz)([#:]|$)/.test(range)) return undefined;
  const version = entry.fields.get('version') ?? '';
  // `patch:` changes a package that stays this version of this package.
  const source = /^(npm|patch|file):/.test(range) ? {} : npmSource(range);
  return { name, version, source };
}

/** Which package an entry is; undefined where it is part of the project. */
export function identifyYarnEntry(entry: YarnEntry, berry: boolean): YarnPackage | undefined {
  return berry ? identifyBerry(entry) : identifyClassic(entry);
}
