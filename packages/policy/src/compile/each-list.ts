import { type Fact, type Facts, UnknownFact } from '@pratique/model';
import type { Compiled, EvaluateOptions, Evaluation } from '../cel/compile.ts';
import { dateOf } from '../cel/value/moments.ts';
import { FactMap } from '../cel/run/facts.ts';
import { type CelValue, Timestamp } from '../cel/values.ts';

/** The elements that a policy goes through, and where they stand; or why they could not be told. */
export type EachElements =
  | { readonly kind: 'list'; readonly elements: readonly Fact[]; readonly path: string; readonly next?: Date }
  | Exclude<Evaluation, { kind: 'value' }>;

/** More are not gone through: the policy fails on such a subject. */
export const MAX_ELEMENTS = 5000;

const fieldChain = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

function asFact(value: CelValue): Fact {
  if (value instanceof FactMap) return value.record;
  if (value instanceof Timestamp) return dateOf(value);
  if (Array.isArray(value)) return value.map(asFact);
  const plain = value === null || typeof value !== 'object';
  return plain ? value : new UnknownFact('each goes through what is no part of the subject');
}

/** The list as it stands in the facts: an element that could not be told leaves the others as they are. */
function walk(facts: Facts, steps: readonly string[]): readonly Fact[] | undefined {
  let at: Fact = facts;
  for (const step of steps) {
    const isRecord = typeof at === 'object' && at !== null && !Array.isArray(at) && !(at instanceof UnknownFact);
    if (!isRecord || !Object.hasOwn(at as Facts, step)) return undefined;
    at = (at as Facts)[step];
  }
  return Array.isArray(at) ? (at as readonly Fact[]) : undefined;
}

/** Finds the elements of `each` in a subject. */
export function eachElements(
  list: Compiled,
  bindings: Readonly<Record<string, Fact>>,
  options: EvaluateOptions,
): EachElements {
  const { source } = list;
  const path = source.trim();
  if (fieldChain.test(path) && options.trace === undefined) {
    const elements = walk(bindings, path.split('.'));
    if (elements) return { kind: 'list', elements, path };
  }
  const evaluation = list.evaluate(bindings, options);
  if (evaluation.kind !== 'value') return evaluation;
  const { value, nextChange: next } = evaluation;
  const elements = Array.isArray(value) ? value.map(asFact) : [];
  return { kind: 'list', elements, path: '', ...(next && { next }) };
}
