import type { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';

/** A document that is not what it has to be. `on` names it: `the manifest sha256:…`. */
export function invalidDocument(on: string, why: string, cause?: unknown): PratiqueError {
  return ociErrors.create('oci/document-invalid', { attempted: 'read', on, why, cause });
}

function whyNotJson(text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (/^\s*</.test(text)) return 'it is HTML or XML, not JSON';
  return 'it is not JSON';
}

/**
 * Parses a document that must be a JSON object.
 * @throws PratiqueError `oci/document-invalid`
 */
export function parseDocument(bytes: Buffer, on: string): Fields {
  const value = parseJson(bytes, on);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Fields(value, on, '');
  throw invalidDocument(on, 'it is JSON, but not an object');
}

/**
 * Parses a document that must be a JSON array of objects.
 * @throws PratiqueError `oci/document-invalid`
 */
export function parseDocumentList(bytes: Buffer, on: string, maxItems: number): readonly Fields[] {
  const value = parseJson(bytes, on);
  if (!Array.isArray(value)) throw invalidDocument(on, 'it is JSON, but not an array');
  return new Fields({ '': value }, on, '').objects('', maxItems);
}

function parseJson(bytes: Buffer, on: string): unknown {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidDocument(on, whyNotJson(text), cause);
  }
}

/**
 * Reads the fields of an untrusted JSON object. A field that is missing or null is absent (Go writes `null` for empty
 * lists); one of another type is an error that names it.
 */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #on: string;
  readonly #path: string;

  constructor(object: object, on: string, path: string) {
    this.#values = object as Readonly<Record<string, unknown>>;
    this.#on = on;
    this.#path = path;
  }

  invalid(name: string, why: string): PratiqueError {
    const where = [this.#path, name].filter(Boolean).join('.').replaceAll('.[', '[');
    return invalidDocument(this.#on, `${where || 'it'} ${why}`);
  }

  #value(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? undefined) : undefined;
  }

  #below(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.invalid(name, 'is no text');
  }

  flag(name: string): boolean {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    throw this.invalid(name, 'is neither true nor false');
  }

  size(name: string): number {
    const value = this.#value(name);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.invalid(name, 'is no size');
  }

  digest(name: string): Digest {
    const value = this.#value(name);
    if (isDigest(value)) return value;
    throw this.invalid(name, 'is no sha256 or sha512 digest');
  }

  object(name: string): Fields | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return new Fields(value, this.#on, this.#below(name));
    throw this.invalid(name, 'is no object');
  }

  #members(name: string): Readonly<Record<string, unknown>> {
    const object = this.object(name);
    return object ? object.#values : {};
  }

  #list(name: string, maxItems: number): readonly unknown[] {
    const value = this.#value(name) ?? [];
    if (!Array.isArray(value)) throw this.invalid(name, 'is no list');
    if (value.length <= maxItems) return value;
    throw ociErrors.create('oci/limit-exceeded', {
      attempted: 'read',
      on: this.#on,
      why: `${this.#below(name) || 'it'} has ${value.length} items, more than ${maxItems}`,
    });
  }

  objects(name: string, maxItems: number): readonly Fields[] {
    return this.#list(name, maxItems).map((item, index) => {
      if (typeof item === 'object' && item !== null && !Array.isArray(item))
        return new Fields(item, this.#on, `${this.#below(name)}[${index}]`);
      throw this.invalid(`${name}[${index}]`, 'is no object');
    });
  }

  texts(name: string, maxItems: number): readonly string[] {
    return this.#list(name, maxItems).map((item, index) => {
      if (typeof item === 'string') return item;
      throw this.invalid(`${name}[${index}]`, 'is no text');
    });
  }

  digests(name: string, maxItems: number): readonly Digest[] {
    return this.#list(name, maxItems).map((item, index) => {
      if (isDigest(item)) return item;
      throw this.invalid(`${name}[${index}]`, 'is no sha256 or sha512 digest');
    });
  }

  /** An object whose values are texts, such as labels; `__proto__` and its like are ordinary keys of it. */
  textMap(name: string): Readonly<Record<string, string>> {
    const value = this.#members(name);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (typeof item === 'string') return [key, item];
        if (item === null) return [key, ''];
        throw this.invalid(`${name}.${key.slice(0, 80)}`, 'is no text');
      }),
    );
  }

  /** The keys of an object that stands for a set (`{"80/tcp": {}}`). */
  keys(name: string): readonly string[] {
    return Object.keys(this.#members(name));
  }
}
