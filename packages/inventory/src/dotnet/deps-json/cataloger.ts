import type { Cataloger } from '@pratique/model';
import { type InstalledFacts, installedPackages } from '../../reading/installed-packages.ts';
import { asObject, asText, isObject, type JsonObject, onlyMalformed, readJsonObject } from '../../reading/json.ts';

const RUNTIME_PACK = 'runtimepack.';

/** Names that each library needs, over all targets (frameworks and runtimes) of the file. */
function dependencies(targets: JsonObject): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, readonly string[]>();
  for (const target of Object.values(targets)) {
    for (const [library, entry] of Object.entries(asObject(target))) {
      const names = Object.keys(asObject(asObject(entry)['dependencies']));
      if (names.length > 0) needs.set(library, names);
    }
  }
  return needs;
}

function* libraries(document: JsonObject): Iterable<InstalledFacts> {
  const needs = dependencies(asObject(document['targets']));
  for (const [library, entry] of Object.entries(asObject(document['libraries']))) {
    const kind = asText(asObject(entry)['type']);
    const slash = library.lastIndexOf('/');
    const name = library.slice(0, Math.max(0, slash));
    const facts = { version: library.slice(slash + 1), needs: needs.get(library) };
    if (kind === 'package') yield { type: 'nuget', name, ...facts };
    // The runtime that a self-contained application brings: the package is named without the prefix.
    else if (kind === 'runtimepack' && name.startsWith(RUNTIME_PACK)) {
      yield { type: 'nuget', name: name.slice(RUNTIME_PACK.length), ...facts, properties: { kind } };
    }
    // The application and its own parts: not on NuGet, so no NuGet package of the same name is meant.
    else if (kind === 'project') yield { type: 'generic', name, ...facts, properties: { kind } };
  }
}

/** Catalogs what a .NET application was published with, by the dependency file beside its assembly. */
export const dotnetDepsCataloger: Cataloger = {
  id: 'dotnet-deps-json',
  version: 1,
  scope: 'always',
  finds: ['nuget', 'generic'],
  globs: ['**/*.deps.json'],
  maxBytes: 64 * 1024 * 1024,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    if (!isObject(json.value['libraries'])) return onlyMalformed(file, 'has no libraries');
    return installedPackages(file, libraries(json.value));
  },
};
