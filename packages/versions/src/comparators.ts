/** Relation of a version to the bound beside it. */
export type Operator = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** One condition of a range. */
export interface Bound<Version> {
  readonly operator: Operator;
  readonly version: Version;
}

/** Alternatives, each a list of conditions that all must hold. An empty list holds for every version. */
export type Bounds<Version> = readonly (readonly Bound<Version>[])[];

/** Whether `order` (of the version against the bound) fulfils the relation. */
export function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/** Whether any alternative holds for the version. */
export function withinBounds<Version>(
  bounds: Bounds<Version>,
  version: Version,
  compare: (a: Version, b: Version) => number,
): boolean {
  return bounds.some((all) => all.every((bound) => holds(bound.operator, compare(version, bound.version))));
}

/** Spellings that mean the same in every ecosystem. `<<` and `>>` are Debian's strict forms. */
const PLAIN: Readonly<Record<string, Operator>> = {
  '': '=',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<<': '<',
  '<=': '<=',
  '>': '>',
  '>>': '>',
  '>=': '>=',
};

const TOKEN = /\s*(<<|<=|<|>>|>=|>|===|==|=|!=|\^>=|~>|~=|~|\^)?\s*([^\s,|<>=!&]+)\s*(,|&&|and\s)?/y;
const ALTERNATIVE = /\|\|?|\sor\s/;

/** The conditions that an operator and the text after it stand for, or undefined where they are not valid. */
export type Expand<Version> = (operator: string, text: string) => readonly Bound<Version>[] | undefined;

function parseAlternative<Version>(text: string, expand: Expand<Version>): Bound<Version>[] | undefined {
  const bounds: Bound<Version>[] = [];
  const trimmed = text.trim();
  if (trimmed === '*' || trimmed === '') return trimmed === '' ? undefined : bounds;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) return undefined;
    const next = TOKEN.lastIndex;
    const expanded = expand(match[1] ?? '', match[2] as string);
    if (!expanded) return undefined;
    bounds.push(...expanded);
    TOKEN.lastIndex = next;
  }
  return bounds;
}

/**
 * Reads a range of comparisons: `>= 1.0, < 2.0 || 3.1`. Conditions are joined by space, comma, `&&` or `and`;
 * alternatives by `||`, `|` or `or`; `*` is every version.
 *
 * @param parse the ecosystem's parser of one version
 * @param expand meaning of operators that only this ecosystem has; undefined falls back to the plain ones
 */
export function parseComparators<Version>(
  text: string,
  parse: (text: string) => Version | undefined,
  expand?: Expand<Version>,
): Bounds<Version> | undefined {
  const plain: Expand<Version> = (operator, versionText) => {
    const own = expand?.(operator, versionText);
    if (own) return own;
    const relation = Object.hasOwn(PLAIN, operator) ? PLAIN[operator] : undefined;
    const version = relation && parse(versionText);
    return version === undefined ? undefined : [{ operator: relation as Operator, version }];
  };
  const alternatives: Bound<Version>[][] = [];
  // Runs of white space would make the patterns above slow.
  for (const part of text.replaceAll(/\s+/g, ' ').split(ALTERNATIVE)) {
    const bounds = parseAlternative(part, plain);
    if (!bounds) return undefined;
    alternatives.push(bounds);
  }
  return alternatives;
}
