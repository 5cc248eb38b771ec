/**
 * Reproducible builds write the Unix epoch, the first instant that zip knows (1980-01-01), or year 1 for "no date". Nothing
 * in an image is older than that.
 */
const NO_DATE_BEFORE = Date.UTC(1980, 0, 3);

/** An instant as the sources write it (RFC 3339 or a date); absent where there is none, or one that means none. */
export function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  return at.getTime() >= NO_DATE_BEFORE ? at : undefined;
}
