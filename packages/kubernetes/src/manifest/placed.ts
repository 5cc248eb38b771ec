import type { Fact } from '@pratique/model';
import type { Place } from './place.ts';

/** A value and where it and its parts stand. */
export interface Placed {
  readonly value: Fact;
  readonly place: Place;
}

/** Sets an own property whatever its name: `__proto__` in a document is a key like any other. */
export function setOwn(target: Record<string, Fact>, key: string, value: Fact): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
