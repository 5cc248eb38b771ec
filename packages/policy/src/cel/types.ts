/** A field of an object type. */
export interface ObjectField {
  readonly type: CelType;
  /** One sentence for the generated reference. */
  readonly doc: string;
}

/** Fields by name; a getter where an object type holds itself. */
export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: Readonly<Record<string, ObjectField>>;
}

/** Types without parts. */
export type SimpleKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'null'
  | 'timestamp'
  | 'duration'
  | 'dyn'
  | 'type';

/**
 * Types of CEL (cel-spec, langdef.md, "Values"), objects whose fields are declared, and the opaque types of the Kubernetes
 * libraries (`net.IP`, `net.CIDR`, `kubernetes.URL`, `kubernetes.Quantity`, `kubernetes.Semver`, `kubernetes.NamedFormat`).
 * `param` stands for any type within one function signature.
 */
export type CelType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly of: CelType }
  | { readonly kind: 'opaque'; readonly name: string }
  | { readonly kind: 'param'; readonly name: string }
  | ObjectType;

export const bool: CelType = { kind: 'bool' };
export const int: CelType = { kind: 'int' };
export const uint: CelType = { kind: 'uint' };
export const double: CelType = { kind: 'double' };
export const text: CelType = { kind: 'string' };
export const bytes: CelType = { kind: 'bytes' };
export const nothing: CelType = { kind: 'null' };
export const instant: CelType = { kind: 'timestamp' };
export const duration: CelType = { kind: 'duration' };
export const dyn: CelType = { kind: 'dyn' };
export const typeOfType: CelType = { kind: 'type' };

export function listOf(element: CelType): CelType {
  return { kind: 'list', element };
}

export function mapOf(value: CelType, key: CelType = text): CelType {
  return { kind: 'map', key, value };
}

export function optionalOf(of: CelType): CelType {
  return { kind: 'optional', of };
}

export function opaque(name: string): CelType {
  return { kind: 'opaque', name };
}

export function param(name: string): CelType {
  return { kind: 'param', name };
}

/** Declares an object type: each field with its type and what it says. */
export function object(name: string, fields: Readonly<Record<string, readonly [CelType, string]>>): ObjectType {
  const entries = Object.entries(fields).map(([field, [type, doc]]) => [field, { type, doc }] as const);
  return { kind: 'object', name, fields: Object.fromEntries(entries) };
}
