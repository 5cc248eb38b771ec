/**
 * A URL fit for a message: without user, password, query and fragment, which may carry credentials. Of what is no URL
 * everything before an `@` goes as well: a password that was not escaped is the usual reason why it is none.
 */
export function redactUrl(url: string | URL): string {
  const text = String(url);
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text) && URL.canParse(text)) {
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname}`;
  }
  return text
    .replace(/\/\/.*@/s, '//')
    .replace(/^[^/]*:.*@/s, '')
    .replace(/[?#].*$/s, '');
}
