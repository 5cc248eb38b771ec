import { printable, reasonOf } from '@pratique/foundation';
import type { Fact } from '@pratique/model';
import { type Compiled, defaultCostLimit, type EvaluateOptions, type Evaluation } from '../cel/compile.ts';
import { eachElements, MAX_ELEMENTS } from '../compile/each-list.ts';
import type { CompiledPolicy, MessagePart } from '../compile/compile-policy.ts';
import { showValue } from '../compile/show-value.ts';

/** What a trace collects: path → value as people read it. */
export type Trace = Map<string, string>;

/** One violation. */
export interface Hit {
  readonly message: string;
  readonly field?: string;
  readonly trace?: Trace;
}

/** What one policy comes to on one subject. */
export interface PolicyOutcome {
  readonly state: 'violated' | 'not-violated' | 'unknown' | 'error';
  /** Violated: one per element; unknown and error: one that says why; else empty. */
  readonly hits: readonly Hit[];
  /** Milliseconds: the earliest instant at which it may change by time alone; infinite where none is. */
  readonly next: number;
  readonly trace?: Trace;
}

/** The variables of an evaluation. One object serves all evaluations of a policy: nothing is made per subject. */
export type Bindings = Record<string, Fact>;

/** When, and whether somebody wants to know what was looked at. */
export interface Circumstances {
  readonly now: Date;
  readonly traced?: boolean;
}

const MAX_MESSAGE = 2000;
/**
 * What all elements of a list may spend together: few of them need much, and which do is not known before. The commands of
 * a Dockerfile of 500 lines, each looked through with a long pattern, take half of it.
 */
const EACH_COST = 4 * defaultCostLimit;

const notViolated: PolicyOutcome = { state: 'not-violated', hits: [], next: Infinity };

type Told = Exclude<Evaluation, { kind: 'value' }>;

function unknownText(fields: Extract<Evaluation, { kind: 'unknown' }>['fields']): string {
  const parts = fields.map(({ path, reason }) => `${path} (${reason})`);
  return `could not tell: ${parts.join(', ')}`;
}

/** Fit for a table and a terminal: one line, bounded, no escape sequences. */
function onOneLine(text: string): string {
  return printable(text.trim().replaceAll(/[\r\n\t]+ */g, ' ')).slice(0, MAX_MESSAGE);
}

function explained(told: Told): Hit {
  const text = told.kind === 'unknown' ? unknownText(told.fields) : `evaluation failed: ${told.message}`;
  return { message: onOneLine(text) };
}

/** A hole that fails says `?`: a message never hides a violation. */
function filled(part: MessagePart, bindings: Bindings, options: EvaluateOptions): string {
  if (typeof part === 'string') return part;
  try {
    const evaluation = part.evaluate(bindings, options);
    return evaluation.kind === 'value' ? showValue(evaluation.value) : '?';
  } catch {
    return '?';
  }
}

function fieldOf(field: Compiled, bindings: Bindings, options: EvaluateOptions): string | undefined {
  const evaluation = field.evaluate(bindings, options);
  return evaluation.kind === 'value' && typeof evaluation.value === 'string' ? evaluation.value : undefined;
}

function hitOf(policy: CompiledPolicy, bindings: Bindings, options: EvaluateOptions, trace?: Trace): Hit {
  let text = '';
  for (const part of policy.message) text += filled(part, bindings, options);
  const hit: { -readonly [Key in keyof Hit]: Hit[Key] } = { message: onOneLine(text) };
  const field = policy.field && fieldOf(policy.field, bindings, options);
  if (field !== undefined) hit.field = printable(field);
  if (trace) hit.trace = trace;
  return hit;
}

/** Gathers what the elements of one subject come to. */
class Gathered {
  readonly #hits: Hit[] = [];
  #unknown: Extract<Told, { kind: 'unknown' }> | undefined;
  #error: Extract<Told, { kind: 'error' }> | undefined;
  #next = Infinity;
  readonly trace: Trace | undefined;

  constructor(trace: Trace | undefined) {
    this.trace = trace;
  }

  violated(hit: Hit): void {
    this.#hits.push(hit);
  }

  changes(at: Date | undefined): void {
    if (at) this.#next = Math.min(this.#next, at.getTime());
  }

  add(evaluation: Evaluation): void {
    this.changes(evaluation.nextChange);
    if (evaluation.kind === 'error') this.#error ??= evaluation;
    if (evaluation.kind !== 'unknown') return;
    const fields = [...(this.#unknown?.fields ?? []), ...evaluation.fields].slice(0, 20);
    this.#unknown = { kind: 'unknown', fields };
  }

  outcome(): PolicyOutcome {
    const more = { next: this.#next, ...(this.trace && { trace: this.trace }) };
    if (this.#hits.length > 0) return { state: 'violated', hits: this.#hits, ...more };
    if (this.#error) return { state: 'error', hits: [explained(this.#error)], ...more };
    if (this.#unknown) return { state: 'unknown', hits: [explained(this.#unknown)], ...more };
    return { state: 'not-violated', hits: [], ...more };
  }
}

function evaluateWhole(policy: CompiledPolicy, bindings: Bindings, circumstances: Circumstances): PolicyOutcome {
  const trace = circumstances.traced ? new Map<string, string>() : undefined;
  // Most conditions are not violated: nothing is made for those.
  const evaluation = policy.violates.evaluate(bindings, trace ? { now: circumstances.now, trace } : circumstances);
  if (evaluation.kind === 'value' && !trace) {
    const next = evaluation.nextChange === undefined ? Infinity : evaluation.nextChange.getTime();
    if (evaluation.value === true) return { state: 'violated', hits: [hitOf(policy, bindings, circumstances)], next };
    return next === Infinity ? notViolated : { state: 'not-violated', hits: [], next };
  }
  const gathered = new Gathered(trace);
  gathered.add(evaluation);
  if (evaluation.kind === 'value' && evaluation.value === true)
    gathered.violated(hitOf(policy, bindings, circumstances, trace));
  return gathered.outcome();
}

/** `container.name` looked at in the second element → `workload.containers[1].name`. */
function placed(trace: Trace, variable: string, place: string): Trace {
  const entries = [...trace].map(([path, value]) => {
    const isElement = path === variable || path.startsWith(`${variable}.`) || path.startsWith(`${variable}[`);
    return [isElement && place !== '' ? `${place}${path.slice(variable.length)}` : path, value] as const;
  });
  return new Map(entries);
}

function placedEvaluation(evaluation: Evaluation, variable: string, place: string): Evaluation {
  if (evaluation.kind !== 'unknown' || place === '') return evaluation;
  const fields = evaluation.fields.map(({ path, reason }) => {
    const isElement = path === variable || path.startsWith(`${variable}.`) || path.startsWith(`${variable}[`);
    return { path: isElement ? `${place}${path.slice(variable.length)}` : path, reason };
  });
  return { ...evaluation, fields };
}

function evaluateEach(
  policy: CompiledPolicy,
  each: NonNullable<CompiledPolicy['each']>,
  bindings: Bindings,
  { now, traced }: Circumstances,
): PolicyOutcome {
  const found = eachElements(each.list, bindings, { now });
  const gathered = new Gathered(traced ? new Map<string, string>() : undefined);
  if (found.kind !== 'list') {
    gathered.add(found);
    return gathered.outcome();
  }
  const { elements, path } = found;
  gathered.changes(found.next);
  if (elements.length > MAX_ELEMENTS) {
    const message = `each goes through ${elements.length} elements, and at most ${MAX_ELEMENTS} are looked at`;
    gathered.add({ kind: 'error', code: 'cost', message, offset: 0 });
    return gathered.outcome();
  }
  const budget = { remaining: EACH_COST };
  for (const [index, element] of elements.entries()) {
    bindings[each.variable] = element;
    const trace = traced ? new Map<string, string>() : undefined;
    const evaluation = policy.violates.evaluate(bindings, trace ? { now, budget, trace } : { now, budget });
    const place = path === '' ? '' : `${path}[${index}]`;
    const own = trace && placed(trace, each.variable, place);
    for (const [at, value] of own ?? []) gathered.trace?.set(at, value);
    gathered.add(placedEvaluation(evaluation, each.variable, place));
    if (evaluation.kind === 'value' && evaluation.value === true)
      gathered.violated(hitOf(policy, bindings, { now }, own));
  }
  bindings[each.variable] = undefined;
  return gathered.outcome();
}

/**
 * Evaluates one policy on one subject, whose facts stand in `bindings`. Never throws: whatever goes wrong is an `error`, which
 * counts like a violation.
 */
export function evaluatePolicy(
  policy: CompiledPolicy,
  bindings: Bindings,
  circumstances: Circumstances,
): PolicyOutcome {
  try {
    if (policy.each) return evaluateEach(policy, policy.each, bindings, circumstances);
    return evaluateWhole(policy, bindings, circumstances);
  } catch (error) {
    const message = onOneLine(`evaluation failed: ${reasonOf(error)}`);
    return { state: 'error', hits: [{ message }], next: Infinity };
  }
}
