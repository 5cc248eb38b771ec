import type { Problem } from '../problem.ts';
import type { Node } from '../parse/node.ts';
import type { CelType } from '../types.ts';
import type { Checked, Local } from './checked.ts';
import type { Environment } from './environment.ts';

/** Variables that macros have bound, the innermost first. */
export interface Scope {
  readonly local: Local;
  readonly outer: Scope | undefined;
}

/** The local of that name that is visible here. */
export function localOf(scope: Scope | undefined, name: string): Local | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.local.name === name) return at.local;
  return undefined;
}

/** What checking one expression shares. */
export class Checking {
  readonly environment: Environment;
  readonly problems: Problem[] = [];
  private slots = 0;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /** Places that evaluation needs for locals. */
  get slotCount(): number {
    return this.slots;
  }

  problem(offset: number, message: string, suggestion?: string): void {
    this.problems.push({ message, offset, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** A new local; it takes two places. */
  local(name: string, type: CelType): Local {
    this.slots += 2;
    return { name, type, slot: this.slots - 2 };
  }
}

/** Checks a node within a scope. */
export type CheckNode = (node: Node, scope: Scope | undefined) => Checked;
