import type { SourcePackage } from '@pratique/model';

/** `bash-5.1.8-9.el9.src.rpm`: name, version and release of the source package; undefined for what is no such name. */
export function sourceOfRpm(file: string | undefined): SourcePackage | undefined {
  const match = /^([^\s/]+)-([^-\s/]+)-([^-\s/]+)\.(?:no)?src\.rpm$/.exec(file?.slice(0, 512) ?? '');
  return match?.[1] && match[2] && match[3] ? { name: match[1], version: `${match[2]}-${match[3]}` } : undefined;
}
