import type { Bound, Bounds } from './comparators.ts';

const INTERVAL = /([[(])([^,[\]()]*)(?:(,)([^,[\]()]*))?([\])])(?:,|\|\|)?/y;

function boundsOf<Version>(
  match: RegExpExecArray,
  parse: (text: string) => Version | undefined,
): Bound<Version>[] | undefined {
  const [, open, low, comma, high, close] = match;
  const bounds: Bound<Version>[] = [];
  if (!comma) {
    const version = open === '[' && close === ']' && low ? parse(low) : undefined;
    return version === undefined ? undefined : [{ operator: '=', version }];
  }
  if (low) {
    const version = parse(low);
    if (version === undefined) return undefined;
    bounds.push({ operator: open === '[' ? '>=' : '>', version });
  }
  if (high) {
    const version = parse(high);
    if (version === undefined) return undefined;
    bounds.push({ operator: close === ']' ? '<=' : '<', version });
  }
  return bounds;
}

/** Reads intervals in mathematical notation, joined by commas: `[1.0,2.0),(,0.5],[3.1]`. */
export function parseIntervals<Version>(
  text: string,
  parse: (text: string) => Version | undefined,
): Bounds<Version> | undefined {
  const alternatives: Bound<Version>[][] = [];
  const bare = text.replaceAll(/\s+/g, '');
  INTERVAL.lastIndex = 0;
  while (INTERVAL.lastIndex < bare.length) {
    const match = INTERVAL.exec(bare);
    if (!match) return undefined;
    const next = INTERVAL.lastIndex;
    const bounds = boundsOf(match, parse);
    if (!bounds) return undefined;
    alternatives.push(bounds);
    INTERVAL.lastIndex = next;
  }
  return alternatives.length > 0 ? alternatives : undefined;
}
