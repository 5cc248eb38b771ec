/** How far a file is looked at: a program has zero bytes in its first header. */
const REACH = 4096;

/** Tab to carriage return, and escape (in shell scripts). */
function isTextControl(byte: number): boolean {
  return (byte >= 9 && byte <= 13) || byte === 27;
}

/** Whether a file is a script or a text: it starts with `#!`, or its start is UTF-8 without control characters. */
export function looksLikeText(bytes: Buffer): boolean {
  if (bytes[0] === 0x23 && bytes[1] === 0x21) return true;
  const start = bytes.subarray(0, REACH);
  if (start.some((byte) => byte < 32 && !isTextControl(byte))) return false;
  // The cut may fall into a character.
  return !start.subarray(0, -4).toString('utf8').includes('\uFFFD');
}
