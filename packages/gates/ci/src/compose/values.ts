import type { Fact, Facts } from '@pratique/model';

/** Whether a value is a mapping. */
export function isFacts(value: Fact): value is Facts {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

/** The mapping that stands there, else an empty one. */
export function factsOf(value: Fact): Facts {
  return isFacts(value) ? value : {};
}

export function listOf(value: Fact): readonly Fact[] {
  return Array.isArray(value) ? (value as readonly Fact[]) : [];
}

export function textOf(value: Fact): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function textsOf(value: Fact): readonly string[] {
  return listOf(value).map(textOf).filter(Boolean);
}

/** `KEY=value` lists and mappings alike (compose-spec, "environment", "labels"). */
export function pairsOf(value: Fact): readonly (readonly [string, string | undefined])[] {
  if (Array.isArray(value)) {
    return textsOf(value).map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, undefined] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  }
  return Object.entries(factsOf(value)).map(([key, item]) => [key, item === null ? undefined : textOf(item)]);
}

/** Words of a command in its list form; a string stays one. */
export function wordsOf(value: Fact): readonly string[] | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : [value];
  return Array.isArray(value) && value.length > 0 ? textsOf(value) : undefined;
}

/** Compose turns text into a truth value where it asks for one (compose-go, "toBoolean"). */
export function isTrue(value: Fact): boolean {
  return value === true || /^(?:true|t|yes|y|on|1)$/i.test(textOf(value));
}
