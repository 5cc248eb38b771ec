/** Namespace and name of a purl. */
export interface PurlName {
  readonly namespace?: string;
  readonly name: string;
}

/** The last segment is the name, what stands before it the namespace: `github.com/owner/repo`, `vendor/name`. */
export function pathName(path: string): PurlName {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? { name: path } : { namespace: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** `@scope/name` or `name`. */
export function npmName(full: string): PurlName {
  return full.startsWith('@') ? pathName(full) : { name: full };
}
