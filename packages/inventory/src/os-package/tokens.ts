/** Longer names and versions do not exist. Characters. */
const MAX_TOKEN = 256;
const MAX_PHRASE = 300;

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/;
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** A name or version as a record gives it, or undefined where it cannot be one: empty, overlong, blanks, controls. */
export function token(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  if (!trimmed || trimmed.length > MAX_TOKEN || /\s/.test(trimmed) || unprintable.test(trimmed)) return undefined;
  return trimmed;
}

/** Free text on one line, such as a vendor, cut to a bound; undefined where there is none. */
export function phrase(text: string | undefined): string | undefined {
  return text?.slice(0, MAX_PHRASE).replace(controls, ' ').trim() || undefined;
}

/** A short printable quotation of hostile text for a reason. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40).replace(controls, ' '));
}
