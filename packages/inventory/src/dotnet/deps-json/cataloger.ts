import type { Cataloger } from '@pratique/model';
import { type InstalledFacts, installedPackages } from '../../reading/installed-packages.ts';
import { asObject, asText, isObject, type JsonObject, onlyMalformed, readJsonObject } from '../../reading/json.ts';

const RUNTIME_PACK = 'runtimepack.';

/** The parts of a library within a target that are files to run with. */
const assets = ['runtime', 'runtimeTargets', 'native', 'resources'] as const;

/** What the targets (frameworks and runtimes) of the file say of one library, together. */
interface TargetFacts {
  readonly needs: readonly string[];
  /** Some target has files of it. */
  readonly deployed: boolean;
}

function targetFacts(targets: JsonObject): ReadonlyMap<string, TargetFacts> {
  const facts = new Map<string, TargetFacts>();
  for (const [library, entry] of Object.values(targets).flatMap((target) => Object.entries(asObject(target)))) {
    const part = asObject(entry);
    const known = facts.get(library);
    facts.set(library, {
      needs: [...(known?.needs ?? []), ...Object.keys(asObject(part['dependencies']))],
      deployed: known?.deployed === true || assets.some((kind) => Object.keys(asObject(part[kind])).length > 0),
    });
  }
  return facts;
}

function* libraries(document: JsonObject): Iterable<InstalledFacts> {
  const targets = targetFacts(asObject(document['targets']));
  for (const [library, entry] of Object.entries(asObject(document['libraries']))) {
    const kind = asText(asObject(entry)['type']);
    const slash = library.lastIndexOf('/');
    const name = library.slice(0, Math.max(0, slash));
    const target = targets.get(library);
    const facts = { version: library.slice(slash + 1), needs: target?.needs };
    if (kind === 'package') {
      yield {
        type: 'nuget',
        name,
        ...facts,
        ...(target?.deployed === false ? { properties: { deployed: 'no' } } : {}),
      };
    }
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
