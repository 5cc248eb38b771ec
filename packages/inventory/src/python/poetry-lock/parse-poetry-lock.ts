import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { downloadQualifier, vcsQualifier } from '../../reading/source-url.ts';
import type { LockedDistribution, LockedDistributions } from '../locked-distributions.ts';

/** Version 1 says `category`, version 2.1 `groups`; between the two the file does not tell. */
function isDevelopment(entry: JsonObject): boolean {
  const groups = asArray(entry['groups']);
  return entry['category'] === 'dev' || (groups.length > 0 && !groups.includes('main') && entry['optional'] !== true);
}

function sourceOf(source: JsonObject): Readonly<Record<string, string>> {
  const url = asText(source['url']);
  if (source['type'] === 'git') return vcsQualifier(url, asText(source['resolved_reference']));
  return source['type'] === 'url' ? downloadQualifier(url) : {};
}

/** Reads a lockfile of any version (python-poetry.org); undefined where the table is none. */
export function parsePoetryLock(root: JsonObject): LockedDistributions | undefined {
  const entries = root['package'] ?? [];
  if ((!('package' in root) && !('metadata' in root)) || !Array.isArray(entries)) return undefined;
  const distributions: LockedDistribution[] = [];
  const rejected: string[] = [];
  for (const entry of entries.map(asObject)) {
    const name = asText(entry['name']);
    const source = asObject(entry['source']);
    if (!name) rejected.push(asText(entry['version']) ?? '');
    // A folder is part of the project.
    else if (source['type'] !== 'directory') {
      distributions.push({
        name,
        version: asText(entry['version']) ?? '',
        source: sourceOf(source),
        development: isDevelopment(entry),
        requires: Object.keys(asObject(entry['dependencies'])).map((required) => ({ name: required })),
      });
    }
  }
  return { distributions, rejected };
}
