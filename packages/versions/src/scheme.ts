import type { SchemeId, VersionScheme } from '@pratique/model';
import { BoundedCache } from './bounded-cache.ts';
import { versionsErrors } from './errors.ts';
import { MAX_RANGE_LENGTH, MAX_VERSION_LENGTH } from './limits.ts';

/** What one ecosystem defines; {@link createScheme} adds bounds, caching and errors. */
export interface SchemeRules<Version, Range> {
  readonly id: SchemeId;
  /** The parsed version, or undefined where the text is none. Gets at most {@link MAX_VERSION_LENGTH} units. */
  parse(text: string): Version | undefined;
  /** Negative, zero or positive. */
  compare(a: Version, b: Version): number;
  /** The parsed range, or undefined where the text is none. Gets at most {@link MAX_RANGE_LENGTH} units. */
  parseRange(text: string): Range | undefined;
  contains(range: Range, version: Version): boolean;
}

/** A text of hostile origin, fit for one line of a message. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

/** Makes a version scheme of an ecosystem's rules. Everything it parses is bounded in length and cached. */
export function createScheme<Version extends object, Range extends object>(
  rules: SchemeRules<Version, Range>,
): VersionScheme {
  const versions = new BoundedCache<Version>();
  const ranges = new BoundedCache<Range>();

  function unparsable(what: string, text: string, limit: number) {
    const why = text.length > limit ? `it is longer than ${limit} characters` : `it is not a valid ${rules.id} ${what}`;
    return versionsErrors.create('versions/unparsable', {
      attempted: `read the ${what}`,
      on: quoted(text),
      why,
    });
  }

  function tryParse(text: string): Version | undefined {
    const cached = versions.get(text);
    if (cached) return cached;
    if (text.length > MAX_VERSION_LENGTH) return undefined;
    const parsed = rules.parse(text);
    if (parsed) versions.set(text, parsed);
    return parsed;
  }

  function parse(text: string): Version {
    const parsed = tryParse(text);
    if (!parsed) throw unparsable('version', text, MAX_VERSION_LENGTH);
    return parsed;
  }

  function parseRange(text: string): Range {
    const cached = ranges.get(text);
    if (cached) return cached;
    const parsed = text.length > MAX_RANGE_LENGTH ? undefined : rules.parseRange(text);
    if (!parsed) throw unparsable('version range', text, MAX_RANGE_LENGTH);
    ranges.set(text, parsed);
    return parsed;
  }

  return {
    id: rules.id,
    isValid: (version) => tryParse(version) !== undefined,
    compare: (a, b) => rules.compare(parse(a), parse(b)),
    satisfies: (version, range) => rules.contains(parseRange(range), parse(version)),
  };
}
