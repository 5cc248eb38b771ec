import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** One pin. */
export interface SwiftPin {
  /** `host/owner/repository`, or `scope/name` of a package registry. */
  readonly name: string;
  /** The version, else the revision: a branch pins nothing else. */
  readonly version: string;
}

/** What a file holds; `rejected` are pins without a usable location or state. */
export interface PackageResolved {
  readonly pins: readonly SwiftPin[];
  readonly rejected: readonly string[];
}

/** `host/owner/repository` of a URL, with or without scheme, user, port and `.git`. */
function locationName(location: string): string | undefined {
  const match = /^(?:[a-z+]+:\/\/)?(?:[^@/\s]+@)?([\w.-]+)(?::\d+\/|[:/])([^\s?#]+)$/i.exec(location);
  const path = match?.[2]
    ?.replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^\/+/, '');
  return match && path ? `${(match[1] as string).toLowerCase()}/${path}` : undefined;
}

function nameOf(pin: JsonObject): string | undefined {
  const identity = asText(pin['identity']);
  if (pin['kind'] === 'registry') return identity?.replace('.', '/');
  return locationName(asText(pin['location']) ?? asText(pin['repositoryURL']) ?? '');
}

/** Packages of the local file system are part of the project. */
function isLocal(pin: JsonObject): boolean {
  const location = asText(pin['location']) ?? asText(pin['repositoryURL']) ?? '';
  return pin['kind'] === 'localSourceControl' || pin['kind'] === 'fileSystem' || /^(\/|\.|file:)/.test(location);
}

/** Reads the pins of version 1, 2 and 3 (Swift Package Manager, `Package.resolved`); undefined where the object is none. */
export function parsePackageResolved(root: JsonObject): PackageResolved | undefined {
  const holder = isObject(root['object']) ? root['object'] : root;
  if (!Array.isArray(holder['pins'])) return undefined;
  const pins: SwiftPin[] = [];
  const rejected: string[] = [];
  for (const pin of asArray(holder['pins']).map(asObject)) {
    if (isLocal(pin)) continue;
    const name = nameOf(pin);
    const state = asObject(pin['state']);
    const version = asText(state['version']) ?? asText(state['revision']);
    if (name && version) pins.push({ name, version });
    else rejected.push(asText(pin['identity']) ?? asText(pin['package']) ?? '');
  }
  return { pins, rejected };
}
