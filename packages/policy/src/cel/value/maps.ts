import { type CelMap, type CelValue, Uint } from '../values.ts';

/** A key's identity: `1`, `1u` and `1.0` are one key, `"1"` is another; undefined: it cannot be a key. */
function identity(key: CelValue): string | undefined {
  if (typeof key === 'string') return `"${key}`;
  if (typeof key === 'bigint') return `${key}`;
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (key instanceof Uint) return `${key.value}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `${BigInt(key)}` : undefined;
  return undefined;
}

/** A map that an expression made. */
export class MadeMap implements CelMap {
  private readonly entries = new Map<string, readonly [CelValue, CelValue]>();

  get size(): number {
    return this.entries.size;
  }

  get(key: CelValue): CelValue | undefined {
    const id = identity(key);
    return id === undefined ? undefined : this.entries.get(id)?.[1];
  }

  has(key: CelValue): boolean {
    const id = identity(key);
    return id !== undefined && this.entries.has(id);
  }

  keys(): readonly CelValue[] {
    return [...this.entries.values()].map(([key]) => key);
  }

  /** Adds an entry while the map is made; false: the key is there already, or is none. */
  add(key: CelValue, value: CelValue): boolean {
    const id = typeof key === 'number' ? undefined : identity(key);
    if (id === undefined || this.entries.has(id)) return false;
    this.entries.set(id, [key, value]);
    return true;
  }
}
