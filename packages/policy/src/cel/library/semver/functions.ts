import { CelError, type CelFunction, type CelLibrary, type Meter } from '../../function.ts';
import { bool, int, opaque, text } from '../../types.ts';
import { invalidArgument, spendText } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { compareVersions, normalizeVersion, parseVersion, type SemanticVersion } from './version.ts';

const semverType = opaque('kubernetes.Semver');
const MAX_LENGTH = 256;
const MAX_INT = 9_223_372_036_854_775_807n;

function read(source: string, normalize: boolean, meter: Meter): SemanticVersion | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  spendText(meter, source);
  return parseVersion(normalize ? normalizeVersion(source) : source);
}

function versionOf(source: string, normalize: boolean, meter: Meter): SemanticVersion {
  const version = read(source, normalize, meter);
  if (!version) throw invalidArgument(`"${source.slice(0, 60)}" is not a semantic version`);
  return version;
}

function part(name: string, at: number): CelFunction {
  return declareMethod(name, [semverType], int, ([version]) => {
    const number = (version as SemanticVersion).numbers[at] ?? 0n;
    if (number > MAX_INT) throw new CelError('out-of-range', `the ${name} number does not fit into an int`);
    return number;
  });
}

function compare([left, right]: readonly unknown[]): -1 | 0 | 1 {
  return compareVersions(left as SemanticVersion, right as SemanticVersion);
}

const functions: readonly CelFunction[] = [
  declareFunction('semver', [text], semverType, ([source], meter) => versionOf(source as string, false, meter)),
  declareFunction('semver', [text, bool], semverType, ([source, normalize], meter) =>
    versionOf(source as string, normalize as boolean, meter),
  ),
  declareFunction('isSemver', [text], bool, ([source], meter) => read(source as string, false, meter) !== undefined),
  declareFunction(
    'isSemver',
    [text, bool],
    bool,
    ([source, normalize], meter) => read(source as string, normalize as boolean, meter) !== undefined,
  ),
  part('major', 0),
  part('minor', 1),
  part('patch', 2),
  declareMethod('isLessThan', [semverType, semverType], bool, (versions) => compare(versions) === -1),
  declareMethod('isGreaterThan', [semverType, semverType], bool, (versions) => compare(versions) === 1),
  declareMethod('compareTo', [semverType, semverType], int, (versions) => BigInt(compare(versions))),
];

/** Kubernetes' semantic versions. */
export const semverLibrary: CelLibrary = { id: 'kubernetes.Semver', functions };
