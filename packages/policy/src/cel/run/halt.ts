import type { CelError } from '../function.ts';

/** A field that could not be told, and why. */
export interface UnknownField {
  /** As the policy would write it, with indexes filled in: `workload.containers[1].image.user`. */
  readonly path: string;
  readonly reason: string;
}

/** What stands in place of a value: an unknown or an error. Members are named so that no fact's field is. */
export abstract class Halt {
  abstract readonly haltKind: 'unknown' | 'error';
}

/** Depends on fields that could not be told. */
export class Unknowns extends Halt {
  readonly haltKind = 'unknown';
  readonly haltFields: readonly UnknownField[];

  constructor(fields: readonly UnknownField[]) {
    super();
    this.haltFields = fields;
  }
}

/** An evaluation error, until `&&` or `||` absorbs it. */
export class Failure extends Halt {
  readonly haltKind = 'error';
  readonly haltCode: CelError['code'];
  readonly haltMessage: string;
  readonly haltOffset: number;

  constructor(code: CelError['code'], message: string, offset: number) {
    super();
    this.haltCode = code;
    this.haltMessage = message;
    this.haltOffset = offset;
  }
}

/** Carries a halt through code that knows values alone: a library that reads a map of facts. */
export class HaltSignal extends Error {
  readonly halt: Halt;

  constructor(halt: Halt) {
    super('halted');
    this.halt = halt;
  }
}

const most = 20;

/** Both halts of an operation that needs one of them: unknown before error, unknown fields of both. */
export function merged(left: Halt, right: Halt): Halt {
  if (!(left instanceof Unknowns)) return right instanceof Unknowns ? right : left;
  if (!(right instanceof Unknowns) || left.haltFields.length >= most) return left;
  const fields = [...left.haltFields];
  for (const field of right.haltFields) {
    if (fields.length < most && !fields.some((known) => known.path === field.path)) fields.push(field);
  }
  return new Unknowns(fields);
}
