import type { Fact, Facts } from '@pratique/model';

/** A Kubernetes object of any kind, its head read. */
export interface KubernetesObject {
  readonly apiVersion: string;
  /** API group; empty for core. */
  readonly group: string;
  /** `v1`, `v1beta1`. */
  readonly version: string;
  readonly kind: string;
  /** `metadata.name`, else `metadata.generateName`, else empty. */
  readonly name: string;
  /** As written; empty where none is. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The whole object. */
  readonly object: Facts;
}

/** Whether a fact is an object with fields. */
export function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** An own field; undefined where there is none. */
export function field(value: unknown, name: string): Fact {
  return isFacts(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The field at the end of a way through objects. */
export function fieldAt(value: unknown, names: readonly string[]): Fact {
  return names.reduce<Fact>((at, name) => field(at, name), value as Fact);
}

/** Elements of a list; none where it is no list. */
export function elements(value: unknown): readonly Fact[] {
  return Array.isArray(value) ? (value as readonly Fact[]) : [];
}

/** Text as written; numbers and booleans in their usual form, anything else empty. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A map of texts; values that are none are left out. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isFacts(value)) return {};
  const entries = Object.entries(value).filter(([, item]) => typeof item !== 'object' || item === null);
  return Object.fromEntries(entries.map(([key, item]) => [key, textOf(item)]));
}

/** Reads the head of an object; undefined where apiVersion or kind is missing or no text. */
export function kubernetesObject(value: unknown): KubernetesObject | undefined {
  const apiVersion = field(value, 'apiVersion');
  const kind = field(value, 'kind');
  if (!isFacts(value) || typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  if (apiVersion === '' || kind === '') return undefined;
  const metadata = field(value, 'metadata');
  const slash = apiVersion.indexOf('/');
  return {
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name: textOf(field(metadata, 'name')) || textOf(field(metadata, 'generateName')),
    namespace: textOf(field(metadata, 'namespace')),
    labels: textMap(field(metadata, 'labels')),
    annotations: textMap(field(metadata, 'annotations')),
    object: value,
  };
}
