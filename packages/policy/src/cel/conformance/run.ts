import { shownType } from '../check/assign.ts';
import type { Fact } from '@pratique/model';
import { type Compiled, compile } from '../compile.ts';
import type { CelLibrary } from '../function.ts';
import { CompileError } from '../problem.ts';
import type { CelType } from '../types.ts';
import type { CelValue } from '../values.ts';
import type { Case } from './cases.ts';
import { factOf, NotApplicable, sameValue, typeOf, typeOfValue, valueOf } from './values.ts';

const now = new Date(0);

interface Bound {
  readonly variables: Readonly<Record<string, CelType>>;
  readonly bindings: Readonly<Record<string, Fact>>;
}

function boundBy({ test }: Case): Bound {
  const variables: Record<string, CelType> = {};
  const bindings: Record<string, Fact> = {};
  for (const { name, ident } of test.typeEnv ?? []) if (ident !== undefined) variables[name] = typeOf(ident.type);
  for (const [name, { value }] of Object.entries(test.bindings ?? {})) {
    const bound = valueOf(value);
    variables[name] ??= typeOfValue(bound);
    bindings[name] = factOf(bound);
  }
  return { variables, bindings };
}

function evaluated({ test }: Case, compiled: Compiled, bindings: Bound['bindings']): true | string {
  const expected = test.typedResult?.result ?? test.value;
  const wanted: CelValue = expected === undefined ? true : valueOf(expected);
  const result = compiled.evaluate(bindings, { now });
  if (test.evalError !== undefined) return result.kind === 'error' ? true : `is ${result.kind}`;
  if (result.kind !== 'value') return result.kind === 'error' ? `error: ${result.message}` : 'unknown';
  return sameValue(result.value, wanted) ? true : `is another value`;
}

/** What the suite lets fail in evaluation this engine refuses before, for the same reason. */
function refused(error: CompileError, test: Case['test']): true | string {
  const [problem] = error.problems;
  if (problem?.message === 'messages cannot be made here') throw new NotApplicable(problem.message);
  const unnamed = problem?.message.startsWith('there is no ') === true;
  const expectsUnnamed = /undeclared|unbound|unknown/.test(JSON.stringify(test.evalError ?? null));
  return test.evalError !== undefined && (!unnamed || expectsUnnamed) ? true : error.message;
}

/** Whether the engine answers a case as it says; else what it answers. @throws NotApplicable */
export function answer(each: Case, libraries: readonly CelLibrary[]): true | string {
  const { test } = each;
  const { variables, bindings } = boundBy(each);
  try {
    const compiled = compile(test.expr, { variables, libraries });
    const { deducedType } = test.typedResult ?? {};
    if (deducedType !== undefined && shownType(typeOf(deducedType)) !== shownType(compiled.type)) {
      return `has type ${shownType(compiled.type)}`;
    }
    return test.checkOnly === true ? true : evaluated(each, compiled, bindings);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return refused(error, test);
  }
}
