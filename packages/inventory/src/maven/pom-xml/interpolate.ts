/** Bounds on hostile properties: references followed within one value, and its length. */
const MAX_REFERENCES = 64;
const MAX_LENGTH = 1024;

/**
 * Replaces `${name}` by what `lookup` says, again and again (Maven, "Introduction to the POM", interpolation). Undefined
 * where a name is not known here, refers to itself, or the value grows past its bounds.
 */
export function interpolate(text: string, lookup: (name: string) => string | undefined): string | undefined {
  let value = text;
  for (let references = 0; value.includes('${'); references++) {
    if (references > MAX_REFERENCES || value.length > MAX_LENGTH) return undefined;
    const match = /\$\{([^{}]*)\}/.exec(value);
    const replacement = match ? lookup(match[1] as string) : undefined;
    if (!match || replacement === undefined) return undefined;
    value = value.slice(0, match.index) + replacement + value.slice(match.index + match[0].length);
  }
  return value.length > MAX_LENGTH ? undefined : value;
}
