import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** One pod; a subspec (`Texture/Core`) is one of its own. */
export interface LockedPod {
  readonly name: string;
  readonly version: string;
  readonly repository?: { readonly url: string; readonly revision?: string };
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` are lines that name no pod and version. */
export interface PodfileLock {
  readonly pods: readonly LockedPod[];
  readonly rejected: readonly string[];
}

/** The name within `Name (requirement)`. */
function nameOf(text: string): string {
  return text.replace(/ \(.*$/s, '');
}

/** Reads CocoaPods' lockfile; undefined where the object is none. Pods of a local path are left out. */
export function parsePodfileLock(root: JsonObject): PodfileLock | undefined {
  if (!['PODS', 'DEPENDENCIES', 'COCOAPODS'].some((key) => key in root)) return undefined;
  if (root['PODS'] && !Array.isArray(root['PODS'])) return undefined;
  const external = asObject(root['EXTERNAL SOURCES']);
  const checkouts = asObject(root['CHECKOUT OPTIONS']);
  const pods: LockedPod[] = [];
  const rejected: string[] = [];
  for (const item of asArray(root['PODS'])) {
    const [text = '', required] = isObject(item) ? (Object.entries(item)[0] ?? []) : [asText(item)];
    const match = /^(\S(?:[^(]*\S)?) \(([^()\s]+)\)$/.exec(text);
    if (!match) {
      rejected.push(text);
      continue;
    }
    const [, name = '', version = ''] = match;
    const base = name.split('/')[0] as string;
    const source = asObject(external[base]);
    const checkout = asObject(checkouts[base]);
    if (':path' in source) continue;
    const url = asText(checkout[':git']) ?? asText(source[':git']);
    const revision = asText(checkout[':commit']);
    pods.push({
      name,
      version,
      ...(url ? { repository: revision ? { url, revision } : { url } } : {}),
      requires: asArray(required).flatMap((other) => (typeof other === 'string' ? [nameOf(other)] : [])),
    });
  }
  return { pods, rejected };
}
