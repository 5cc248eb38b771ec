/** What a key of `packages` names; either part is empty where the key does not tell. */
export interface DependencyPath {
  readonly name: string;
  readonly version: string;
}

const nothing: DependencyPath = { name: '', version: '' };

/** Cuts off the peers that an entry was resolved with: `(react@18.2.0)`, in any nesting. */
export function withoutPeers(key: string): string {
  const paren = key.indexOf('(');
  return paren < 0 ? key : key.slice(0, paren);
}

/** `name@version`; the name may begin with `@`. */
function atForm(path: string): DependencyPath {
  const at = path.indexOf('@', 1);
  return at < 0 ? { name: path, version: '' } : { name: path.slice(0, at), version: path.slice(at + 1) };
}

/** `name/version_peers`; the name may be `@scope/name`. */
function slashForm(path: string): DependencyPath {
  const parts = path.split('/');
  const name = parts.splice(0, path.startsWith('@') ? 2 : 1).join('/');
  return { name, version: parts[0]?.split('_')[0] ?? '' };
}

/**
 * Reads a dependency path. Version 9 writes `name@version`, version 6 `/name@version`, version 5 `/name/version_peers`;
 * before version 9 the host of another registry may stand before the first slash. What is no version (a URL, a folder) is
 * left empty: such entries carry `name` and `version` of their own.
 */
export function parseDependencyPath(key: string, lockfileVersion: number): DependencyPath {
  const path = withoutPeers(key);
  if (path.startsWith('file:')) return nothing;
  if (lockfileVersion >= 9) {
    const { name, version } = atForm(path.replace(/^\//, ''));
    return { name, version: /[:/]/.test(version) ? '' : version };
  }
  const slash = path.indexOf('/');
  if (slash < 0) return nothing;
  const rest = path.slice(slash + 1);
  // The slash form may hold an `@` as well, in its peers: `example.com/foo/1.3.0_bar@2.0.0`.
  const found = lockfileVersion >= 6 && /^(@[^/@]+\/)?[^/@]+@/.test(rest) ? atForm(rest) : slashForm(rest);
  return /^\d/.test(found.version) ? found : nothing;
}
