import type { CelFunction, CelLibrary, Meter } from '../../function.ts';
import { int, listOf, text } from '../../types.ts';
import { declareMethod } from '../standard/declare.ts';
import { regexFor } from '../standard/regex.ts';

/** Matches from left to right that do not overlap, at most `limit`. Empty ones are passed over. */
function matches(source: string, pattern: string, limit: number, meter: Meter): string[] {
  const matcher = regexFor(pattern, source, meter).matcher(source);
  const found: string[] = [];
  while (found.length < limit && matcher.find()) {
    meter.spend(1);
    const match = matcher.group() ?? '';
    if (match !== '') found.push(match);
  }
  return found;
}

function limitOf(limit: bigint): number {
  return limit < 0n ? Number.POSITIVE_INFINITY : Number(limit);
}

const functions: readonly CelFunction[] = [
  declareMethod('find', [text, text], text, ([source, pattern], meter) => {
    return matches(source as string, pattern as string, 1, meter)[0] ?? '';
  }),
  declareMethod('findAll', [text, text], listOf(text), ([source, pattern], meter) =>
    matches(source as string, pattern as string, Number.POSITIVE_INFINITY, meter),
  ),
  declareMethod('findAll', [text, text, int], listOf(text), ([source, pattern, limit], meter) =>
    matches(source as string, pattern as string, limitOf(limit as bigint), meter),
  ),
];

/** Kubernetes' `find` and `findAll`. */
export const regexLibrary: CelLibrary = { id: 'kubernetes.regex', functions };
