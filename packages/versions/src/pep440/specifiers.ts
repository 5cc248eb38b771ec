import {
  comparePublic,
  comparePythonVersions,
  compareReleases,
  isPreRelease,
  parsePythonVersion,
  type PythonVersion,
} from './version.ts';

/** One clause of a version specifier: whether it takes a version. */
export type Specifier = (version: PythonVersion) => boolean;

/** Whether epoch and the first release numbers are those of the prefix; missing numbers are 0. */
function hasPrefix(version: PythonVersion, prefix: PythonVersion, length = prefix.release.length): boolean {
  if (version.epoch !== prefix.epoch) return false;
  return prefix.release.slice(0, length).every((digits, index) => (version.release[index] ?? '0') === digits);
}

/** `== V` ignores the local version of the candidate unless V has one. */
function equals(bound: PythonVersion): Specifier {
  return bound.local
    ? (version) => comparePythonVersions(version, bound) === 0
    : (version) => comparePublic(version, bound) === 0;
}

/** `< V` leaves out the pre-releases of V, unless V is one (PEP 440, exclusive ordered comparison). */
function before(bound: PythonVersion): Specifier {
  const limit = isPreRelease(bound) ? bound : { ...bound, dev: '0' };
  return (version) => comparePythonVersions(version, limit) < 0;
}

function isPostReleaseOf(version: PythonVersion, bound: PythonVersion): boolean {
  const samePre = version.pre?.rank === bound.pre?.rank && version.pre?.number === bound.pre?.number;
  return version.epoch === bound.epoch && compareReleases(version.release, bound.release) === 0 && samePre;
}

/** `> V` leaves out the local versions of V, and its post-releases unless V is one or a development release. */
function after(bound: PythonVersion): Specifier {
  const lone = bound.post !== undefined || bound.dev !== undefined;
  return (version) => comparePublic(version, bound) > 0 && (lone || !isPostReleaseOf(version, bound));
}

function prefixSpecifier(operator: string, text: string): Specifier | undefined {
  const prefix = parsePythonVersion(text.slice(0, -2));
  if (!prefix || isPreRelease(prefix) || prefix.post !== undefined || prefix.local) return undefined;
  if (operator === '==') return (version) => hasPrefix(version, prefix);
  return operator === '!=' ? (version) => !hasPrefix(version, prefix) : undefined;
}

function orderedSpecifier(operator: string, bound: PythonVersion): Specifier | undefined {
  if (bound.local) return undefined;
  switch (operator) {
    case '<=':
      return (version) => comparePublic(version, bound) <= 0;
    case '>=':
      return (version) => comparePublic(version, bound) >= 0;
    case '<':
      return before(bound);
    case '>':
      return after(bound);
    case '~=':
      if (bound.release.length < 2) return undefined;
      return (version) => comparePublic(version, bound) >= 0 && hasPrefix(version, bound, bound.release.length - 1);
    default:
      return undefined;
  }
}

function parseSpecifier(text: string): Specifier | undefined {
  const match = /^\s*(===|==|~=|!=|<=|>=|<|>|=)\s*(\S+)\s*$/.exec(text);
  if (!match) return undefined;
  const operator = match[1] === '=' ? '==' : (match[1] as string);
  const operand = match[2] as string;
  if (operator === '===') return (version) => version.text === operand.toLowerCase();
  if (operand.endsWith('.*')) return prefixSpecifier(operator, operand);
  const bound = parsePythonVersion(operand);
  if (!bound) return undefined;
  if (operator === '==') return equals(bound);
  if (operator === '!=') return (version) => !equals(bound)(version);
  return orderedSpecifier(operator, bound);
}

/** Reads a comma-separated list of clauses, all of which must hold. An empty text takes every version. */
function parseSpecifierSet(text: string): Specifier[] | undefined {
  const specifiers: Specifier[] = [];
  for (const clause of text.split(',')) {
    if (clause.trim() === '' || clause.trim() === '*') continue;
    const specifier = parseSpecifier(clause);
    if (!specifier) return undefined;
    specifiers.push(specifier);
  }
  return specifiers;
}

/** Reads version specifiers of PEP 440. Beyond it, advisories join alternatives by `||` and write `=` for `==`. */
export function parseSpecifiers(text: string): readonly (readonly Specifier[])[] | undefined {
  const alternatives: Specifier[][] = [];
  for (const part of text.split('||')) {
    const specifiers = parseSpecifierSet(part);
    if (!specifiers) return undefined;
    alternatives.push(specifiers);
  }
  return alternatives;
}
