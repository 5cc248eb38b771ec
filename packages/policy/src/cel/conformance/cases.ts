import { tests as comprehensions } from '@bufbuild/cel-spec/testdata/comprehension.js';
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';

/** JSON of the suite, which is generated from cel.expr.conformance.test.SimpleTest. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

/** A conformance case as the suite's JSON spells it. */
export interface Case {
  /** `basic/self_eval_zeroish/self_eval_int_zero`. */
  readonly path: string;
  readonly test: {
    readonly expr: string;
    readonly checkOnly?: boolean;
    readonly container?: string;
    readonly typeEnv?: readonly { readonly name: string; readonly ident?: { readonly type: Json } }[];
    readonly bindings?: Readonly<Record<string, { readonly value: Json }>>;
    readonly value?: Json;
    readonly typedResult?: { readonly result?: Json; readonly deducedType?: Json };
    readonly evalError?: Json;
  };
}

interface Suite {
  readonly name: string;
  readonly suites?: readonly Suite[];
  readonly tests?: readonly { readonly original: unknown; readonly error?: string }[];
}

/** Every case of the cel-spec suite. */
export function conformanceCases(): readonly Case[] {
  const cases: Case[] = [];
  const walk = (suite: Suite, path: string): void => {
    for (const { original } of suite.tests ?? []) {
      // Generated data: the fields that are read are those of SimpleTest.
      const test = original as Case['test'] & { readonly name?: string };
      cases.push({ path: `${path}/${test.name ?? test.expr}`, test });
    }
    for (const inner of suite.suites ?? []) walk(inner, path === '' ? inner.name : `${path}/${inner.name}`);
  };
  walk({ ...(tests as unknown as Suite) }, '');
  return cases;
}

/** Sources of cel-go's tests of two-variable macros that it takes; each is true. */
export function comprehensionSources(): readonly string[] {
  const found: string[] = [];
  const walk = (suite: Suite): void => {
    for (const { original, error } of suite.tests ?? []) {
      if (error === undefined) found.push((original as Case['test']).expr);
    }
    for (const inner of suite.suites ?? []) walk(inner);
  };
  walk({ ...(comprehensions as unknown as Suite) });
  return found;
}
