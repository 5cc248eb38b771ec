import type { Fact, Facts } from '@pratique/model';
import { factsOf, isFacts, textOf } from './values.ts';

/** A service with what it extends; one that extends another file's is not whole. */
export interface Extended {
  readonly spec: Facts;
  /** One clause: why not all of it is known. */
  readonly unread?: string;
}

/** Mappings are merged, lists joined, anything else is overridden (compose-spec, "extends"). */
function merged(base: Fact, own: Fact): Fact {
  if (own === undefined || own === null) return base;
  if (Array.isArray(base) && Array.isArray(own)) return [...(base as Fact[]), ...(own as Fact[])];
  if (!isFacts(base) || !isFacts(own)) return own;
  const names = new Set([...Object.keys(base), ...Object.keys(own)]);
  return Object.fromEntries([...names].map((name) => [name, merged(base[name], own[name])]));
}

/** Resolves `extends` within the file. */
export function extended(name: string, services: Facts, seen: ReadonlySet<string> = new Set()): Extended {
  const { extends: wish, ...own } = factsOf(services[name]);
  if (wish === undefined || wish === null) return { spec: own };
  const file = textOf(factsOf(wish)['file']);
  const base = textOf(wish) || textOf(factsOf(wish)['service']);
  if (file !== '') {
    const unread = `services.${name} extends a service of ${file}, which is not read: check what docker compose config writes`;
    return { spec: own, unread };
  }
  if (seen.has(base) || base === name || !isFacts(services[base]))
    return { spec: own, unread: `services.${name} extends ${base || 'nothing'}, which is not there` };
  const from = extended(base, services, new Set([...seen, name]));
  return { ...from, spec: factsOf(merged(from.spec, own)) };
}
