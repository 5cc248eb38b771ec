import type { FoundPackage } from '@pratique/model';
import { distributionLicense } from '../os-package/license-words.ts';
import { phrase, token } from '../os-package/tokens.ts';
import { sourceOfRpm } from './source-rpm.ts';

/** What a database or manifest says of one package, before it is checked. */
export interface RpmRecord {
  readonly name?: string;
  readonly epoch?: number;
  readonly version?: string;
  readonly release?: string;
  readonly architecture?: string;
  readonly sourceRpm?: string;
  readonly vendor?: string;
  readonly license?: string;
  readonly modularity?: string;
}

/** rpm writes this where a tag has no value. */
function given(text: string | undefined): string | undefined {
  return text === '(none)' ? undefined : token(text);
}

/** Name, version and release of the build; the source package has the epoch of the build that it is the source of. */
function sourceOf(file: string | undefined, build: string, epoch: string): FoundPackage['source'] {
  const source = sourceOfRpm(file);
  return source && source.version === build ? { ...source, version: `${epoch}${build}` } : source;
}

/**
 * The package of a record; undefined where its name or version is none. The version is `epoch:version-release`, the epoch
 * only where it is not 0; in the purl it is a qualifier (purl-spec, rpm).
 */
export function installedPackage(record: RpmRecord): FoundPackage | undefined {
  const name = given(record.name);
  const version = given(record.version);
  const release = given(record.release);
  if (name === undefined || version === undefined) return undefined;
  const build = release === undefined ? version : `${version}-${release}`;
  const epoch = record.epoch ? `${record.epoch}:` : '';
  const architecture = given(record.architecture);
  const sourceRpm = given(record.sourceRpm);
  const source = sourceOf(sourceRpm, build, epoch);
  const license = distributionLicense(record.license);
  const vendor = record.vendor === '(none)' ? undefined : phrase(record.vendor);
  const modularity = given(record.modularity);
  const qualifiers = {
    ...(architecture !== undefined && { arch: architecture }),
    ...(record.epoch && { epoch: String(record.epoch) }),
    ...(source && sourceRpm !== undefined && { upstream: sourceRpm }),
  };
  return {
    type: 'rpm',
    name,
    version: `${epoch}${build}`,
    evidence: 'installed',
    ...(architecture !== undefined && { architecture }),
    ...(source && { source }),
    ...(license !== undefined && { license }),
    ...(vendor !== undefined && { vendor }),
    ...(modularity !== undefined && { modularity }),
    purl: { type: 'rpm', name, version: build, qualifiers },
  };
}
