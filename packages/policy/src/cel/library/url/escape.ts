/** Where in a URL a text stands: which characters must be escaped there. */
export type UrlPart = 'path' | 'host' | 'zone' | 'user' | 'query' | 'fragment';

const UNRESERVED = /[A-Za-z0-9_.~-]/;
/** Characters that need no escape beside the unreserved ones (Go net/url). */
const allowed: Readonly<Record<'path' | 'host', string>> = {
  path: '$&+,/:;=@',
  host: '!$&\'()*+,;=:[]<>"',
};

function needsEscape(character: string, part: 'path' | 'host'): boolean {
  return !UNRESERVED.test(character) && !allowed[part].includes(character);
}

/** Whether `%XY` may stand here: hosts escape only what is not ASCII, zones only what would not need it, `%` and space. */
function mayEscape(octet: number, part: UrlPart): boolean {
  if (part === 'host') return octet >= 0x80 || octet === 0x25;
  if (part === 'zone') return octet === 0x25 || octet === 0x20 || !needsEscape(String.fromCharCode(octet), 'host');
  return true;
}

/**
 * Decodes `%XY`, and `+` as a space in queries. Undefined: an escape is broken or must not stand there, or a character of a
 * host is not allowed.
 */
export function unescapeUrl(source: string, part: UrlPart): Buffer | undefined {
  const octets: number[] = [];
  const bytes = Buffer.from(source);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const character = String.fromCharCode(byte);
    if (character === '%') {
      const hex = bytes.toString('latin1', at + 1, at + 3);
      const octet = Number.parseInt(hex, 16);
      if (!/^[0-9a-fA-F]{2}$/.test(hex) || !mayEscape(octet, part)) return undefined;
      octets.push(octet);
      at += 2;
    } else {
      if ((part === 'host' || part === 'zone') && byte < 0x80 && needsEscape(character, 'host')) return undefined;
      octets.push(character === '+' && part === 'query' ? 0x20 : byte);
    }
  }
  return Buffer.from(octets);
}

/** A path as Go writes it: everything escaped that has to be. */
export function escapePath(path: Uint8Array): string {
  return Array.from(path, (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x80 && !needsEscape(character, 'path')
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** Whether the text, with its escapes, may stand as a path without being escaped anew. */
export function isEscapedPath(path: string): boolean {
  return /^[A-Za-z0-9_.~$&+,/:;=@!'()*[\]%-]*$/.test(path);
}
