import type { Policy } from '@pratique/model';
import { type Compiled, compile } from '../cel/compile.ts';
import { extensionLibraries } from '../cel/library/extensions.ts';
import { CompileError } from '../cel/problem.ts';
import { bool, type CelType, dyn, listOf, type ObjectType, text } from '../cel/types.ts';
import { policyErrors } from '../errors.ts';
import { subjects } from '../subject/subjects.ts';

import { celTypeOf } from './parameters.ts';
import { parseTemplate, type TemplatePart } from './template.ts';

/** Something wrong in one of a policy's expressions. */
export interface PolicyProblem {
  readonly key: 'each' | 'violates' | 'message' | 'field';
  /** Within the text of that key, in UTF-16 units. */
  readonly offset: number;
  readonly message: string;
}

/** A part of a message: text, or an expression. */
export type MessagePart = string | Compiled;

/** A policy whose expressions are ready to evaluate. */
export interface CompiledPolicy {
  readonly policy: Policy;
  /** Name of the subject's variable. */
  readonly root: string;
  readonly each?: { readonly variable: string; readonly list: Compiled };
  readonly violates: Compiled;
  readonly message: readonly MessagePart[];
  readonly field?: Compiled;
}

/** What compiling came to; without `compiled` where there are problems. */
export interface PolicyCheck {
  readonly compiled?: CompiledPolicy;
  readonly problems: readonly PolicyProblem[];
}

type Variables = Readonly<Record<string, CelType>>;

class Compiling {
  readonly problems: PolicyProblem[] = [];
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  refuse(key: PolicyProblem['key'], offset: number, message: string): void {
    this.problems.push({ key, offset, message });
  }

  expression(
    key: PolicyProblem['key'],
    source: string,
    variables: Variables,
    { resultType, offset = 0 }: { readonly resultType?: CelType; readonly offset?: number } = {},
  ): Compiled | undefined {
    try {
      return compile(source, { variables, libraries: extensionLibraries, ...(resultType && { resultType }) });
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      for (const problem of error.problems) {
        const advice = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`;
        this.refuse(key, offset + problem.offset, `${problem.message}${advice}`);
      }
      return undefined;
    }
  }

  /** Root, parameters and, within `each`, its element. */
  variables(): { readonly outside: Variables; readonly inside: Variables; readonly list: Compiled | undefined } {
    const { subject, each, parameters } = this.#policy;
    const { root, type } = subjects[subject];
    const fields = Object.entries(parameters).map(
      ([name, declared]) => [name, { type: celTypeOf(declared), doc: declared.description ?? '' }] as const,
    );
    const params: ObjectType = { kind: 'object', name: 'params', fields: Object.fromEntries(fields) };
    const outside: Variables = { [root]: type, params };
    if (!each) return { outside, inside: outside, list: undefined };
    if ([root, 'params', 'now'].includes(each.variable))
      this.refuse('each', 0, `the name ${each.variable} is taken already`);
    const list = this.expression('each', each.list, outside, { resultType: listOf(dyn) });
    const element = list?.type.kind === 'list' ? list.type.element : dyn;
    return { outside, inside: { ...outside, [each.variable]: element }, list };
  }

  message(variables: Variables): MessagePart[] {
    const { parts, problems } = parseTemplate(this.#policy.message);
    for (const { offset, message } of problems) this.refuse('message', offset, message);
    const part = (one: TemplatePart): MessagePart =>
      one.kind === 'text'
        ? one.text
        : (this.expression('message', one.source, variables, { offset: one.offset }) ?? '?');
    return parts.map(part);
  }
}

function check(policy: Policy): PolicyCheck {
  const compiling = new Compiling(policy);
  const { inside, list } = compiling.variables();
  const violates = compiling.expression('violates', policy.violates, inside, { resultType: bool });
  const message = compiling.message(inside);
  const field =
    policy.field === undefined ? undefined : compiling.expression('field', policy.field, inside, { resultType: text });
  const { problems } = compiling;
  if (problems.length > 0 || !violates) return { problems };
  const compiled: CompiledPolicy = {
    policy,
    root: subjects[policy.subject].root,
    ...(policy.each && list ? { each: { variable: policy.each.variable, list } } : {}),
    violates,
    message,
    ...(field ? { field } : {}),
  };
  return { compiled, problems };
}

const checks = new WeakMap<Policy, PolicyCheck>();

/** Compiles a policy's expressions against the schema of its subject; once per policy object. */
export function checkPolicy(policy: Policy): PolicyCheck {
  const known = checks.get(policy);
  if (known) return known;
  const fresh = check(policy);
  checks.set(policy, fresh);
  return fresh;
}

/**
 * A policy ready to evaluate.
 * @throws PratiqueError `policy/invalid`
 */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const { compiled, problems } = checkPolicy(policy);
  if (compiled) return compiled;
  throw policyErrors.create('policy/invalid', {
    attempted: 'compile the policy',
    on: policy.name,
    why: problems.map(({ key, offset, message }) => `${key}, character ${offset + 1}: ${message}`).join('\n'),
  });
}
