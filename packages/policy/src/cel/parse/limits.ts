/** Bounds on a source; beyond them an expression is refused. */
export const sourceLimits = {
  /** UTF-16 units. */
  length: 20_000,
  nodes: 5_000,
  /** Nesting of the syntax tree, chains of operators included. */
  depth: 250,
} as const;
