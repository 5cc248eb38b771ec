/**
 * Text from an image or feed, fit for a terminal or a log: control characters (escape sequences could rewrite the screen),
 * line and paragraph separators, and bidirectional controls (UAX #9) become visible replacements.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
