/** The normalized name (PyPA, "Names and normalization", formerly PEP 503), under which indexes and advisories know it. */
export function pypiName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

const wheel =
  /(?:^|\/)([A-Za-z0-9][A-Za-z0-9._]*)-([A-Za-z0-9][A-Za-z0-9._!+%]*)(?:-\d[^-/]*)?-[^-/]+-[^-/]+-[^-/]+\.whl$/;
const sdist = /(?:^|\/)([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[A-Za-z0-9.!+%]*)\.(?:tar\.gz|tar\.bz2|zip)$/;
const MAX_FILE_NAME = 1024;

/** Name and version that the file name of a wheel or source distribution tells (PyPA, "Binary distribution format"). */
export function distributionFile(path: string): { name: string; version: string } | undefined {
  if (path.length > MAX_FILE_NAME) return undefined;
  const match = wheel.exec(path) ?? sdist.exec(path);
  return match ? { name: match[1] as string, version: unescaped(match[2] as string) } : undefined;
}

/** `+` and `!` as URLs write them. */
function unescaped(text: string): string {
  return text.replace(/%2B/gi, '+').replace(/%21/g, '!');
}
