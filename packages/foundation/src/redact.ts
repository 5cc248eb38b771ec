/** A URL fit for a message: without user, password, query and fragment, which may carry credentials. */
export function redactUrl(url: string | URL): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch {
    return String(url)
      .replace(/\/\/[^/@\s]*@/, '//')
      .replace(/[?#].*$/s, '');
  }
}
