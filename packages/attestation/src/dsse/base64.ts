const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/;

/**
 * Decodes base64 in the standard or the URL-safe alphabet (DSSE accepts both), padded or not. Undefined for anything that no
 * encoder writes: foreign characters, mixed alphabets, wrong padding, bits left over. So one payload has no second spelling
 * within an alphabet.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const encoding = STANDARD.test(text) ? 'base64' : URL_SAFE.test(text) ? 'base64url' : undefined;
  if (!encoding) return undefined;
  const digits = text.replace(/={1,2}$/, '');
  if (digits.length !== text.length && text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(digits, encoding);
  return bytes.toString(encoding).replace(/={1,2}$/, '') === digits ? bytes : undefined;
}
