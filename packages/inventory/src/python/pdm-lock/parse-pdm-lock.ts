import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { downloadQualifier, vcsQualifier } from '../../reading/source-url.ts';
import {
  type LockedDistribution,
  type LockedDistributions,
  onlyDevelopmentGroups,
  requirementName,
} from '../locked-distributions.ts';

function sourceOf(entry: JsonObject): Readonly<Record<string, string>> {
  const repository = asText(entry['git']);
  return repository ? vcsQualifier(repository, asText(entry['revision'])) : downloadQualifier(asText(entry['url']));
}

/** A folder is part of the project; a file of a path is a built distribution. */
function isFolder(entry: JsonObject): boolean {
  const path = asText(entry['path']);
  return path !== undefined && !/\.(whl|zip|tar\.gz|tar\.bz2)$/.test(path);
}

/** Reads a lockfile of any version (pdm-project.org); undefined where the table is none. Extras repeat a package. */
export function parsePdmLock(root: JsonObject): LockedDistributions | undefined {
  const entries = root['package'] ?? [];
  if ((!('package' in root) && !('metadata' in root)) || !Array.isArray(entries)) return undefined;
  const distributions: LockedDistribution[] = [];
  const rejected: string[] = [];
  for (const entry of entries.map(asObject)) {
    const name = asText(entry['name']);
    if (!name) rejected.push(asText(entry['version']) ?? '');
    else if (!isFolder(entry)) {
      const requires = asArray(entry['dependencies']).map(requirementName);
      distributions.push({
        name,
        version: asText(entry['version']) ?? '',
        source: sourceOf(entry),
        development: onlyDevelopmentGroups(asArray(entry['groups'])),
        requires: requires.filter((required) => required !== undefined),
      });
    }
  }
  return { distributions, rejected };
}
