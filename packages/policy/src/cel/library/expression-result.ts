import { compile } from '../compile.ts';
import type { CelValue } from '../values.ts';
import { extensionLibraries } from './extensions.ts';

/** Clock of the libraries' tests. */
const NOW = new Date('2026-01-01T00:00:00Z');

/** What an expression without variables comes to; a text that begins with `error` where it fails. For the tables of tests. */
export function resultOf(expression: string, costLimit?: number): CelValue {
  const compiled = compile(expression, { variables: {}, libraries: extensionLibraries });
  const result = compiled.evaluate({}, { now: NOW, ...(costLimit !== undefined && { costLimit }) });
  if (result.kind === 'value') return result.value;
  return result.kind === 'error' ? `error ${result.code}: ${result.message}` : 'unknown';
}
