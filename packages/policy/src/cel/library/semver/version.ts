import { OpaqueValue } from '../../values.ts';

const MAX_UINT64 = 18_446_744_073_709_551_615n;
const NUMBER = /^(?:0|[1-9]\d*)$/;

/** A semantic version (semver.org 2.0.0). Build metadata does not count when versions are compared. */
export class SemanticVersion extends OpaqueValue {
  readonly typeName = 'kubernetes.Semver';
  /** Major, minor, patch. */
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];

  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof SemanticVersion && compareVersions(this, other) === 0;
  }
}

function order<T extends bigint | string | number>(left: T, right: T): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Numeric identifiers are below all others (section 11.4). */
function compareIdentifiers(left: string, right: string): -1 | 0 | 1 {
  const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftIsNumber && rightIsNumber) return order(BigInt(left), BigInt(right));
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  return order(left, right);
}

function comparePrereleases(left: readonly string[], right: readonly string[]): -1 | 0 | 1 {
  if (left.length === 0 || right.length === 0) return order(right.length > 0 ? 1 : 0, left.length > 0 ? 1 : 0);
  for (const [at, identifier] of left.entries()) {
    const other = right[at];
    const result = other === undefined ? 1 : compareIdentifiers(identifier, other);
    if (result !== 0) return result;
  }
  return order(left.length, right.length);
}

/** Precedence (section 11): -1, 0 or 1. */
export function compareVersions(left: SemanticVersion, right: SemanticVersion): -1 | 0 | 1 {
  for (const [at, number] of left.numbers.entries()) {
    const result = order(number, right.numbers[at] ?? 0n);
    if (result !== 0) return result;
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

function isIdentifier(identifier: string): boolean {
  return /^[0-9A-Za-z-]+$/.test(identifier);
}

/** Reads a version; undefined: it is none. */
export function parseVersion(source: string): SemanticVersion | undefined {
  const plus = source.indexOf('+');
  const build = plus === -1 ? [] : source.slice(plus + 1).split('.');
  const core = plus === -1 ? source : source.slice(0, plus);
  const dash = core.indexOf('-');
  const prerelease = dash === -1 ? [] : core.slice(dash + 1).split('.');
  const numbers = (dash === -1 ? core : core.slice(0, dash)).split('.');
  if (numbers.length !== 3 || !numbers.every((number) => number.length <= 20 && NUMBER.test(number))) return undefined;
  if (!build.every(isIdentifier) || !prerelease.every(isIdentifier)) return undefined;
  if (prerelease.some((identifier) => /^0\d+$/.test(identifier))) return undefined;
  const parsed = numbers.map(BigInt);
  return parsed.every((number) => number <= MAX_UINT64) ? new SemanticVersion(parsed, prerelease) : undefined;
}

/** Takes away a leading `v` and leading zeros, and adds missing minor and patch numbers. */
export function normalizeVersion(source: string): string {
  const [major = '', minor, ...rest] = source.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(rest.length > 0 ? [rest.join('.')] : [])].map(
    // Kubernetes writes a zero where no digit is left, so that `1.0.-rc` is `1.0.0-rc`.
    (part) => (part.length > 1 ? part.replace(/^0+/, '').replace(/^(?!\d)/, '0') : part),
  );
  // A short version with a pre-release is refused: nobody knows which part the numbers are missing from.
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return source;
  return [...parts, ...Array.from({ length: 3 - parts.length }, () => '0')].join('.');
}
