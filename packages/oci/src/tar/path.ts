/**
 * The path as `FileEntry.path` writes it: relative, `/`-separated, without empty, `.` and `..` segments. The root is
 * the empty string. Undefined where `..` leads out of the root: such an entry must not be used.
 */
export function normalizePath(written: string): string | undefined {
  if (isNormal(written)) return written;
  const segments: string[] = [];
  for (const segment of written.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

/** Whether nothing needs to be done, as for nearly every path of real layers. */
function isNormal(path: string): boolean {
  return path !== '' && !/(?:^|\/)(?:\/|\.{1,2}(?:\/|$))|\/$|^\//.test(path);
}

/** What the name of a layer's entry means (image-spec, layer.md, "Whiteouts"). */
export type Whiteout =
  | { readonly type: 'whiteout' | 'opaque'; readonly path: string }
  /** Bookkeeping of aufs, left behind in layers by old versions of Docker. */
  | { readonly type: 'ignored' }
  /** Marks nothing, or something outside its own directory. */
  | { readonly type: 'malformed' };

/** The whiteout that a normalized path stands for; undefined for an ordinary path. */
export function readWhiteout(path: string): Whiteout | undefined {
  const slash = path.lastIndexOf('/');
  if (!path.startsWith('.wh.', slash + 1)) {
    return path.startsWith('.wh..wh.') ? { type: 'ignored' } : undefined;
  }
  const name = path.slice(slash + 1);
  const folder = slash < 0 ? '' : path.slice(0, slash);
  if (name === '.wh..wh..opq') return { type: 'opaque', path: folder };
  if (name.startsWith('.wh..wh.') || path.startsWith('.wh..wh.')) return { type: 'ignored' };
  const hidden = name.slice('.wh.'.length);
  if (hidden === '' || hidden === '.' || hidden === '..') return { type: 'malformed' };
  return { type: 'whiteout', path: folder === '' ? hidden : `${folder}/${hidden}` };
}
