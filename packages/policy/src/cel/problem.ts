/** What is wrong with an expression, and where. */
export interface Problem {
  /** One clause. */
  readonly message: string;
  /** Offset into the source in UTF-16 units. */
  readonly offset: number;
  /** A name that exists and is close to the one that does not. */
  readonly suggestion?: string;
}

/** An expression that does not compile: its source is wrong, or its types are. */
export class CompileError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.offset}: ${problem.message}`).join('; '));
    this.problems = problems;
  }
}
