import { asArtifact, asVersion } from './coordinates.ts';

/** An archive's file name without its extension, taken apart. */
export interface FileNameParts {
  readonly artifact: string;
  /** Absent where the name holds none. */
  readonly version?: string;
  /** Maven's classifier: `sources`, `jdk15`, `linux-x86_64`. */
  readonly classifier?: string;
}

/** Longer names are not taken apart. Characters. */
const MAX_NAME = 256;

/** A part that begins a version: `1.2`, `r06`, `build212`, `rc4`, `v1` before `rev`. */
const versionStart = /^(?:\d|(?:r|rc|build|rev)\d[\d.]*$|v\d\w*$)/;

/** Parts that belong to the version before them. */
const qualifier =
  /^(?:alpha|beta|m|rc|cr|sp|ga|final|release|snapshot|jre|android|incubating|pre|preview|ea|b|build|rev|patch|milestone|stable|redhat|hudson|jbossorg|atlassian|\d{8}\.\d{6})[\d.]*\w?$/i;

/** Parts after the version that name a variant of the artefact. */
const classifier =
  /-(?:sources|javadoc|tests|test-sources|(?:jar-)?with-dependencies|all|shaded|uber|standalone|exec|boot|fat|bin|dist|full|no_aop|indy|(?:jdk|java|jvm)\d+(?:on)?|(?:linux|osx|macos|windows|win)[-_]?\w*(?:-\w+)?|native)$/;

function dots(text: string): number {
  return text.split('.').length - 1;
}

/** Index of the part at which the version begins, or -1. */
function versionIndex(parts: readonly string[]): number {
  const first = parts.findIndex((part, i) => {
    if (i === 0 || !versionStart.test(part)) return false;
    return !/^v\d/.test(part) || (parts[i + 1] ?? '').startsWith('rev');
  });
  if (first < 0) return -1;
  // `log4j-1.2-api-2.19.0`, `jsp-2.1-6.1.14`, `mockito-4-2_3-3.2.12.0`: the first number is part of the name.
  for (let i = first + 1; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const between = parts.slice(first + 1, i);
    if (/^\d+\.\d/.test(part) && !qualifier.test(part) && !between.some((word) => qualifier.test(word))) {
      const words = between.some((word) => /^[a-z]+$/i.test(word));
      if (dots(part) > dots(parts[first] ?? '') || (words && dots(part) > 0 && dots(parts[first] ?? '') <= 1)) return i;
    }
  }
  return first;
}

function takeClassifier(rest: string): { version: string; classifier?: string } {
  const match = classifier.exec(rest);
  if (!match || match.index === 0) return { version: rest };
  return { version: rest.slice(0, match.index), classifier: match[0].slice(1) };
}

function partsOf(artifact: string, rest: string): FileNameParts | undefined {
  const { version, classifier } = takeClassifier(rest);
  const name = asArtifact(artifact);
  const number = asVersion(version);
  return name && number ? { artifact: name, version: number, classifier } : undefined;
}

/** The version that the manifest states, where the name holds it: then the name is split there and nowhere else. */
function splitAt(stem: string, versions: readonly string[]): FileNameParts | undefined {
  for (const version of versions) {
    const at = stem.indexOf(`-${version}`);
    const end = at + 1 + version.length;
    if (at > 0 && (end === stem.length || stem[end] === '-')) return partsOf(stem.slice(0, at), stem.slice(at + 1));
  }
  return undefined;
}

/**
 * Takes `name-1.2.3-classifier` apart; `name_1.2.3` (OSGi) and `name.1.2.3` too. `stated` are versions that the
 * manifest gives: they settle where the name ends. Undefined where the stem can be no artefact's name.
 */
export function splitFileName(stem: string, stated: readonly string[] = []): FileNameParts | undefined {
  if (stem.length > MAX_NAME) return undefined;
  const settled = splitAt(stem, stated);
  if (settled) return settled;
  const bundle = /^([\w.-]*?[A-Za-z])_(\d+\.\d+\.\d+(?:\.[\w-]+)?)$/.exec(stem);
  if (bundle) return partsOf(bundle[1] ?? '', bundle[2] ?? '');
  const parts = stem.split('-');
  const at = versionIndex(parts);
  if (at > 0) {
    const found = partsOf(parts.slice(0, at).join('-'), parts.slice(at).join('-'));
    if (found) return found;
  }
  const joined = /^([\w.-]*?[A-Za-z])[._](\d+\.\d+\.\d[\w.+-]*)$/.exec(stem);
  if (joined) return partsOf(joined[1] ?? '', joined[2] ?? '');
  const { version: artifact, classifier } = takeClassifier(stem);
  const name = asArtifact(artifact);
  return name ? { artifact: name, classifier } : undefined;
}
