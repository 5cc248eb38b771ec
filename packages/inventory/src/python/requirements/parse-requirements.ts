import { linesOf } from '../../reading/text.ts';
import { distributionFile } from '../pypi-name.ts';

/** One requirement. */
export interface Requirement {
  readonly name: string;
  /** Empty where the line does not pin one version. */
  readonly version: string;
  /** The URL or path that it is taken from. */
  readonly source?: string;
}

/** What a requirements file holds; `rejected` are lines that are neither requirement nor option. */
export interface Requirements {
  readonly requirements: readonly Requirement[];
  readonly rejected: readonly string[];
}

/** Longer logical lines are rejected: hundreds of hashes fit well below. */
const MAX_LINE = 256 * 1024;

/** Joins lines that a backslash continues; a comment ends the continuation, as in pip. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let joined = '';
  for (const line of linesOf(text)) {
    const comment = /^\s*#/.test(line);
    if (line.endsWith('\\') && !comment && joined.length < MAX_LINE) joined += line.slice(0, -1);
    else {
      lines.push(comment ? joined : joined + line);
      joined = '';
    }
  }
  lines.push(joined);
  return lines;
}

const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;
const exactVersion = /^v?\d[A-Za-z0-9.!+_-]*$/;

/** The version that a specifier pins (PEP 440, "Version specifiers"): `==` without a wildcard, or `===`. */
function pinOf(specifier: string): string | undefined {
  for (const clause of specifier.split(',')) {
    const match = /^\s*={2,3}\s*([^\s@]+)/.exec(clause);
    if (match && exactVersion.test(match[1] as string)) return match[1];
  }
  return undefined;
}

/** Forms of a specifier that pins nothing: other comparisons, wildcards, no specifier at all, environment variables. */
const unpinned = /^\s*(?:$|[<>!~]=?|={2,3}\s*[A-Za-z0-9.!+_-]*\*|={2,3}\s*\$\{)/;

/** A path, URL or version-control address instead of a name. */
function locationOf(text: string): Requirement | undefined {
  const source = text.split(/\s/)[0] as string;
  if (!/^(\.{0,2}\/|[a-z][a-z0-9+.-]*:\/\/|file:|git@)/i.test(source) && !/\.(whl|zip|tar\.gz|tar\.bz2)$/.test(source))
    return undefined;
  const [location = '', fragment = ''] = source.split('#', 2);
  const file = distributionFile(location.split('?')[0] as string);
  const egg = /(?:^|&)egg=([A-Za-z0-9._-]+)/.exec(fragment)?.[1];
  return { name: egg ?? file?.name ?? '', version: file?.version ?? '', source };
}

/** `name @ url`, perhaps behind extras. */
function directReference(name: string, rest: string): Requirement | undefined {
  const url = /^\s*@\s*(\S+)/.exec(rest)?.[1];
  return url === undefined ? undefined : { name, version: locationOf(url)?.version ?? '', source: url };
}

/** One logical line without comment; undefined where it makes no sense. */
function parseRequirement(line: string): Requirement | undefined {
  const location = locationOf(line);
  if (location) return location;
  const name = namePattern.exec(line)?.[0];
  if (name === undefined) return undefined;
  const rest = line.slice(name.length).replace(/^\s*\[[^\]]*\]/, '');
  const direct = directReference(name, rest);
  if (direct) return direct;
  // Markers come behind a semicolon, options of the requirement behind ` -`.
  const specifier = (rest.split(';')[0] as string).replace(/\s-.*$/s, '').replace(/^\s*\((.*)\)\s*$/s, '$1');
  const version = pinOf(specifier);
  if (version !== undefined) return { name, version };
  return unpinned.test(specifier) ? { name, version: '' } : undefined;
}

const editable = /^(?:-e|--editable)(?:\s+|=)/;
const option = /^-/;

/**
 * Reads a requirements file (pip docs, "Requirements File Format"). Files that it names (`-r`, `-c`) are not followed;
 * options are skipped; editable folders are part of the project.
 */
export function parseRequirements(text: string): Requirements {
  const requirements: Requirement[] = [];
  const rejected: string[] = [];
  for (const raw of logicalLines(text)) {
    const line = raw.length > MAX_LINE ? raw : raw.replace(/(^|\s)#.*$/s, '').trim();
    if (line === '') continue;
    const target = line.replace(editable, '');
    if (target === line && option.test(line)) continue;
    const found = line.length > MAX_LINE ? undefined : parseRequirement(target);
    if (!found) {
      if (target === line) rejected.push(line);
    } else if (found.name !== '' || !/^(\.|\/|file:)/.test(found.source ?? '')) requirements.push(found);
  }
  return { requirements, rejected };
}
