import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { downloadQualifier, vcsQualifier } from '../../reading/source-url.ts';
import type { LockedDistribution, LockedDistributions } from '../locked-distributions.ts';

/** Sources that are parts of the project itself: its root, the members of its workspace, folders. */
const ownSources = ['editable', 'virtual', 'directory'];

function isOwn(entry: JsonObject): boolean {
  const source = asObject(entry['source']);
  return ownSources.some((kind) => kind in source);
}

function sourceOf(source: JsonObject): Readonly<Record<string, string>> {
  const repository = asText(source['git']);
  return repository ? vcsQualifier(repository) : downloadQualifier(asText(source['url']));
}

type Requirement = { readonly name: string; readonly version?: string };

function requirementsOf(list: unknown): Requirement[] {
  return asArray(list).flatMap((item) => {
    const { name, version } = asObject(item);
    if (typeof name !== 'string') return [];
    return [typeof version === 'string' ? { name, version } : { name }];
  });
}

/** All lists of a table of lists: extras, or groups. */
function listsOf(table: unknown): Requirement[] {
  return Object.values(asObject(table)).flatMap(requirementsOf);
}

function keyOf(name: unknown, version: unknown): string {
  return `${String(name)} ${String(version)}`;
}

/** Follows requirements, extras included, to the entries that they reach. */
function reach(entries: readonly JsonObject[], start: readonly Requirement[]): Set<JsonObject> {
  const byName = Map.groupBy(entries, (entry) => entry['name']);
  const byKey = new Map(entries.map((entry) => [keyOf(entry['name'], entry['version']), entry]));
  const seen = new Set<JsonObject>();
  const follow = (requirements: readonly Requirement[]): void => {
    for (const { name, version } of requirements) {
      const exact = version === undefined ? undefined : byKey.get(keyOf(name, version));
      for (const entry of exact ? [exact] : (byName.get(name) ?? [])) seen.add(entry);
    }
  };
  follow(start);
  for (const entry of seen) {
    follow(requirementsOf(entry['dependencies']));
    follow(listsOf(entry['optional-dependencies']));
  }
  return seen;
}

/** Entries that only the dependency groups of the project (PEP 735) reach. */
function developmentOnly(entries: readonly JsonObject[]): Set<JsonObject> {
  const own = entries.filter(isOwn);
  const groups = own.flatMap((entry) => listsOf(entry['dev-dependencies']));
  if (groups.length === 0) return new Set();
  const needed = reach(
    entries,
    own.flatMap((entry) => [...requirementsOf(entry['dependencies']), ...listsOf(entry['optional-dependencies'])]),
  );
  return new Set([...reach(entries, groups)].filter((entry) => !needed.has(entry)));
}

/** Reads a lockfile (docs.astral.sh/uv, "Lockfile"); undefined where the table is none. */
export function parseUvLock(root: JsonObject): LockedDistributions | undefined {
  const list = root['package'] ?? [];
  if ((!('version' in root) && !('package' in root)) || !Array.isArray(list)) return undefined;
  const entries = list.map(asObject);
  const development = developmentOnly(entries);
  const distributions: LockedDistribution[] = [];
  const rejected: string[] = [];
  for (const entry of entries) {
    const name = asText(entry['name']);
    if (!name) rejected.push(asText(entry['version']) ?? '');
    else if (!isOwn(entry)) {
      distributions.push({
        name,
        version: asText(entry['version']) ?? '',
        source: sourceOf(asObject(entry['source'])),
        development: development.has(entry),
        requires: requirementsOf(entry['dependencies']),
      });
    }
  }
  return { distributions, rejected };
}
