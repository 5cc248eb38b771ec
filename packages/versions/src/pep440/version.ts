import { canonicalDigits, compareDigits, compareLists, compareText } from '../order.ts';

/** A letter with its number, such as `rc1`. */
interface Marker {
  readonly rank: string;
  readonly number: string;
}

/** A version of PEP 440. Numbers are canonical digits. */
export interface PythonVersion {
  readonly epoch: string;
  /** As written, trailing zeros included. */
  readonly release: readonly string[];
  readonly pre: Marker | undefined;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[] | undefined;
  /** The normalized text, which `===` compares. */
  readonly text: string;
}

// PEP 440, appendix B.
const VERSION = new RegExp(
  '^v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)' +
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\\d+)?)?' +
    '(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d+)?)?' +
    '(?:[-_.]?(dev)[-_.]?(\\d+)?)?' +
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
);

const PRE_SPELLINGS: Readonly<Record<string, string>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  preview: 'rc',
  pre: 'rc',
  c: 'rc',
  rc: 'rc',
};

function normalizedText(version: Omit<PythonVersion, 'text'>): string {
  const epoch = version.epoch === '0' ? '' : `${version.epoch}!`;
  const pre = version.pre ? `${version.pre.rank}${version.pre.number}` : '';
  const post = version.post === undefined ? '' : `.post${version.post}`;
  const dev = version.dev === undefined ? '' : `.dev${version.dev}`;
  const local = version.local ? `+${version.local.join('.')}` : '';
  return `${epoch}${version.release.join('.')}${pre}${post}${dev}${local}`;
}

function localPart(text: string): string {
  return /^\d+$/.test(text) ? canonicalDigits(text) : text;
}

/** Reads a version of PEP 440 in any of its spellings. Versions of before PEP 440 are not read, as by `packaging`. */
export function parsePythonVersion(text: string): PythonVersion | undefined {
  const match = VERSION.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const [, epoch, release, preName, preNumber, implicitPost, postName, postNumber, devName, devNumber, local] = match;
  const post = implicitPost ?? (postName === undefined ? undefined : (postNumber ?? '0'));
  const version = {
    epoch: canonicalDigits(epoch ?? '0'),
    release: (release as string).split('.').map(canonicalDigits),
    pre:
      preName === undefined
        ? undefined
        : { rank: PRE_SPELLINGS[preName] as string, number: canonicalDigits(preNumber ?? '0') },
    post: post === undefined ? undefined : canonicalDigits(post),
    dev: devName === undefined ? undefined : canonicalDigits(devNumber ?? '0'),
    local: local?.split(/[-_.]/).map(localPart),
  };
  return { ...version, text: normalizedText(version) };
}

/** Orders release numbers; missing ones are 0. */
export function compareReleases(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareDigits(a[index] ?? '0', b[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

/** Stage of a version among those of its release: development releases of the release itself, pre-releases, the rest. */
function stage(version: PythonVersion): number {
  if (version.pre) return 1;
  return version.post === undefined && version.dev !== undefined ? 0 : 2;
}

function comparePre(a: PythonVersion, b: PythonVersion): number {
  const order = stage(a) - stage(b);
  if (order !== 0 || !a.pre || !b.pre) return order;
  return compareText(a.pre.rank, b.pre.rank) || compareDigits(a.pre.number, b.pre.number);
}

/** @param missing where the version without the marker sorts: -1 before, 1 after all that have it */
function compareMarkers(a: string | undefined, b: string | undefined, missing: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? missing : -missing;
  return compareDigits(a, b);
}

function compareLocalParts(a: string, b: string): number {
  const left = /^\d/.test(a) && /^\d+$/.test(a);
  const right = /^\d/.test(b) && /^\d+$/.test(b);
  if (left && right) return compareDigits(a, b);
  if (left !== right) return left ? 1 : -1;
  return compareText(a, b);
}

function compareLocals(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  return compareLists(a ?? [], b ?? [], compareLocalParts);
}

/** Orders everything but the local version. */
export function comparePublic(a: PythonVersion, b: PythonVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    comparePre(a, b) ||
    compareMarkers(a.post, b.post, -1) ||
    compareMarkers(a.dev, b.dev, 1)
  );
}

/** The order of PEP 440. */
export function comparePythonVersions(a: PythonVersion, b: PythonVersion): number {
  return comparePublic(a, b) || compareLocals(a.local, b.local);
}

/** Whether a version is a pre-release or a development release. */
export function isPreRelease(version: PythonVersion): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}
