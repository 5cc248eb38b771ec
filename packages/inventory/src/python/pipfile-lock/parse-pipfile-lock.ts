import { asText, isObject, type JsonObject } from '../../reading/json.ts';
import type { LockedDistribution, LockedDistributions } from '../locked-distributions.ts';
import { distributionFile } from '../pypi-name.ts';
import { pypiSource } from '../pypi-source.ts';
import { vcsQualifier } from '../../reading/source-url.ts';

/** The version of an entry: pinned with `==`, else told by the name of the file that it is taken from. */
function versionOf(entry: JsonObject): string {
  const pin = /^={2,3}\s*([^\s*,]+)$/.exec(asText(entry['version']) ?? '')?.[1];
  return pin ?? distributionFile(asText(entry['file']) ?? asText(entry['path']) ?? '')?.version ?? '';
}

function sourceOf(entry: JsonObject): Readonly<Record<string, string>> {
  const repository = asText(entry['git']);
  return repository ? vcsQualifier(repository, asText(entry['ref'])) : pypiSource(asText(entry['file']));
}

/** A folder is part of the project. */
function isFolder(entry: JsonObject): boolean {
  const path = asText(entry['path']) ?? asText(entry['file']);
  return path !== undefined && !path.includes('://') && !/\.(whl|zip|tar\.gz|tar\.bz2)$/.test(path);
}

/** Reads a lockfile (pipenv.pypa.io): `default`, `develop` and categories of the project's own; undefined where it is none. */
export function parsePipfileLock(root: JsonObject): LockedDistributions | undefined {
  if (!['_meta', 'default', 'develop'].some((key) => isObject(root[key]))) return undefined;
  const distributions: LockedDistribution[] = [];
  const rejected: string[] = [];
  for (const [category, entries] of Object.entries(root)) {
    if (category === '_meta') continue;
    if (!isObject(entries)) rejected.push(category);
    for (const [name, entry] of isObject(entries) ? Object.entries(entries) : []) {
      if (!isObject(entry)) rejected.push(name);
      else if (!isFolder(entry)) {
        const development = category === 'develop';
        distributions.push({ name, version: versionOf(entry), source: sourceOf(entry), development, requires: [] });
      }
    }
  }
  return { distributions, rejected };
}
