import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { downloadQualifier, vcsQualifier } from '../../reading/source-url.ts';
import type { LockedDistribution, LockedDistributions } from '../locked-distributions.ts';
import { distributionFile } from '../pypi-name.ts';

function sourceOf(entry: JsonObject): Readonly<Record<string, string>> {
  const vcs = asObject(entry['vcs']);
  const repository = asText(vcs['url']);
  if (repository) return vcsQualifier(repository, asText(vcs['commit-id']));
  return downloadQualifier(asText(asObject(entry['archive'])['url']));
}

/** A version may be left out where the source is no index; a file name may tell it. */
function versionOf(entry: JsonObject): string {
  const archive = asObject(entry['archive']);
  const file = asText(archive['url']) ?? asText(archive['path']);
  return asText(entry['version']) ?? (file === undefined ? undefined : distributionFile(file)?.version) ?? '';
}

/** Whether every alternative of a marker asks for a dependency group that is not installed by default. */
function isDevelopment(marker: string | undefined, defaults: readonly unknown[]): boolean {
  return (
    marker !== undefined &&
    marker.split(/\bor\b/).every((alternative) => {
      const group = /["']([^"']+)["']\s+in\s+dependency_groups/.exec(alternative)?.[1];
      return group !== undefined && !defaults.includes(group);
    })
  );
}

/** Reads a lockfile (PEP 751); undefined where the table is none. */
export function parsePylock(root: JsonObject): LockedDistributions | undefined {
  const entries = root['packages'] ?? [];
  if ((!('lock-version' in root) && !('packages' in root)) || !Array.isArray(entries)) return undefined;
  const defaults = asArray(root['default-groups']);
  const distributions: LockedDistribution[] = [];
  const rejected: string[] = [];
  for (const entry of entries.map(asObject)) {
    const name = asText(entry['name']);
    if (!name) rejected.push(asText(entry['version']) ?? '');
    // A folder is part of the project.
    else if (!('directory' in entry)) {
      const requires = asArray(entry['dependencies']).map(asObject);
      distributions.push({
        name,
        version: versionOf(entry),
        source: sourceOf(entry),
        development: isDevelopment(asText(entry['marker']), defaults),
        requires: requires.flatMap(({ name: required, version }) => {
          if (typeof required !== 'string') return [];
          return [typeof version === 'string' ? { name: required, version } : { name: required }];
        }),
      });
    }
  }
  return { distributions, rejected };
}
