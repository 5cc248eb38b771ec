import type { Fact } from '@pratique/model';
import { assignable, isDynamic, shownType } from './check/assign.ts';
import { check } from './check/check.ts';
import type { Checked } from './check/checked.ts';
import { environmentOf } from './check/environment.ts';
import { Checking } from './check/scope.ts';
import { CelError, type CelLibrary } from './function.ts';
import { standardLibraries } from './library/standard/index.ts';
import { parse } from './parse/parse.ts';
import { CompileError } from './problem.ts';
import { type Program, program } from './run/compile.ts';
import { Context, type Outcome } from './run/context.ts';
import { Failure, Halt, type UnknownField, Unknowns } from './run/halt.ts';
import { readsOf } from './run/reads.ts';
import { type CelType, dyn, instant } from './types.ts';
import { isOfType } from './value/kinds.ts';
import type { CelValue } from './values.ts';

/** What an expression may name, and what it must come to. */
export interface CompileOptions {
  /** Types of the root variables; `now`, a timestamp, is there without being named. */
  readonly variables: Readonly<Record<string, CelType>>;
  /** Beyond the standard library. */
  readonly libraries?: readonly CelLibrary[];
  /** The type that the expression must have; any where it is not given. */
  readonly resultType?: CelType;
}

/** One evaluation's circumstances. */
export interface EvaluateOptions {
  /** The instant of the evaluation. */
  readonly now: Date;
  /** Units that it may spend; {@link defaultCostLimit} where it is not given. */
  readonly costLimit?: number;
  /** In place of `costLimit`: what several evaluations may spend together; each takes from it what it spends. */
  readonly budget?: { remaining: number };
  /** Is filled with what was looked at: path → value as people read it. */
  readonly trace?: Map<string, string>;
}

/** Elementary steps that one evaluation may take. */
export const defaultCostLimit = 1_000_000;

/** What an evaluation came to. `nextChange`: it stays so before that instant, by time alone. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: CelValue; readonly nextChange?: Date }
  | { readonly kind: 'unknown'; readonly fields: readonly UnknownField[]; readonly nextChange?: Date }
  | {
      readonly kind: 'error';
      readonly code: CelError['code'];
      readonly message: string;
      readonly offset: number;
      readonly nextChange?: Date;
    };

/** An expression ready to evaluate, any number of times. */
export interface Compiled {
  readonly source: string;
  readonly type: CelType;
  /** Field paths that it may read: `image.user`, `workload.containers[].name`; `now` where time counts. */
  readonly reads: readonly string[];
  /** Bindings are the facts of the root variables; one that is missing is absent. */
  evaluate(bindings: Readonly<Record<string, Fact>>, options: EvaluateOptions): Evaluation;
}

const isTrue: Evaluation = Object.freeze({ kind: 'value', value: true });
const isFalse: Evaluation = Object.freeze({ kind: 'value', value: false });

function evaluationOf(outcome: CelValue | Halt, nextChange: Date | undefined): Evaluation {
  const next = nextChange === undefined ? {} : { nextChange };
  if (outcome instanceof Unknowns) return { kind: 'unknown', fields: outcome.haltFields, ...next };
  if (outcome instanceof Failure) {
    const { haltCode: code, haltMessage: message, haltOffset: offset } = outcome;
    return { kind: 'error', code, message, offset, ...next };
  }
  if (outcome instanceof Halt) throw new TypeError('a halt is unknown or an error');
  return { kind: 'value', value: outcome, ...next };
}

/** Cost alone comes up to here, and facts that nest deeper than the stack. */
function failureOf(error: unknown, at: number): Failure {
  if (error instanceof CelError) return new Failure(error.code, error.message, at);
  if (error instanceof RangeError) return new Failure('out-of-range', 'facts nest too deep', at);
  throw error;
}

/** Last instant that a Date can hold. */
const lastMillisecond = 8.64e15;

class CompiledExpression implements Compiled {
  readonly source: string;
  readonly type: CelType;
  private readonly checked: Checked;
  private readonly slots: number;
  private readonly plain: Program;
  private tracing: Program | undefined;
  private readPaths: readonly string[] | undefined;
  private readonly context: Context;

  /** The type that a value must be looked at for: types do not tell. */
  private readonly held: CelType | undefined;

  constructor(source: string, checked: Checked, slots: number, resultType: CelType) {
    this.source = source;
    this.checked = checked;
    this.slots = slots;
    this.type = checked.type.kind === 'dyn' ? resultType : checked.type;
    this.held = isDynamic(checked.type) && resultType.kind !== 'dyn' ? resultType : undefined;
    this.plain = program(checked, slots, false);
    this.context = new Context(slots + this.plain.roots.length);
  }

  get reads(): readonly string[] {
    this.readPaths ??= readsOf(this.checked);
    return this.readPaths;
  }

  private programFor(trace: Map<string, string> | undefined): Program {
    if (trace === undefined) return this.plain;
    this.tracing ??= program(this.checked, this.slots, true);
    return this.tracing;
  }

  /** A value as the result; an absent condition is false. */
  private resultOf(outcome: Exclude<Outcome, Halt>): CelValue | Failure {
    if (outcome === undefined) return this.type.kind === 'bool' ? false : null;
    if (this.held === undefined || isOfType(outcome, this.held)) return outcome;
    return new Failure('no-such-overload', `expected ${shownType(this.held)}`, this.checked.at);
  }

  evaluate(bindings: Readonly<Record<string, Fact>>, options: EvaluateOptions): Evaluation {
    const { context } = this;
    const { run, roots, firstRoot } = this.programFor(options.trace);
    for (let i = 0; i < roots.length; i += 1) context.slots[firstRoot + i] = bindings[roots[i] ?? ''];
    const { budget } = options;
    context.start(options.now.getTime(), budget?.remaining ?? options.costLimit ?? defaultCostLimit);
    context.trace = options.trace;
    let outcome: Outcome;
    try {
      outcome = run(context);
    } catch (error) {
      outcome = failureOf(error, this.checked.at);
    }
    if (budget) budget.remaining = context.left;
    context.finish();
    const next = context.nextMilliseconds;
    const result = outcome instanceof Halt ? outcome : this.resultOf(outcome);
    if (next > lastMillisecond) {
      if (result === true) return isTrue;
      if (result === false) return isFalse;
    }
    return evaluationOf(result, next <= lastMillisecond ? new Date(next) : undefined);
  }
}

const librariesWithStandard = new WeakMap<readonly CelLibrary[], readonly CelLibrary[]>();

function allLibraries(libraries: readonly CelLibrary[] | undefined): readonly CelLibrary[] {
  if (libraries === undefined) return standardLibraries;
  let all = librariesWithStandard.get(libraries);
  if (all === undefined) {
    all = [...standardLibraries, ...libraries];
    librariesWithStandard.set(libraries, all);
  }
  return all;
}

/**
 * Compiles a CEL expression.
 * @throws CompileError with every problem that was found: syntax, names, types, limits
 */
export function compile(source: string, options: CompileOptions): Compiled {
  const node = parse(source);
  const checking = new Checking(environmentOf({ now: instant, ...options.variables }, allLibraries(options.libraries)));
  const checked = check(checking, node);
  const { resultType = dyn } = options;
  if (checking.problems.length === 0 && !assignable(resultType, checked.type, new Map())) {
    checking.problem(node.start, `expected ${shownType(resultType)}, not ${shownType(checked.type)}`);
  }
  if (checking.problems.length > 0) throw new CompileError(checking.problems);
  return new CompiledExpression(source, checked, checking.slotCount, resultType);
}
