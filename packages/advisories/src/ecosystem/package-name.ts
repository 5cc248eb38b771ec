import { ecosystemName } from './normal-form.ts';

/** PEP 503: runs of `-`, `_` and `.` are one `-`, in lower case. */
function pypi(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** `https://github.com/apple/swift-nio.git` and `github.com/Apple/swift-nio` are one repository. */
function repository(name: string): string {
  return name
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/(?:\.git)?\/*$/i, '')
    .toLowerCase();
}

function lower(name: string): string {
  return name.toLowerCase();
}

const rules: ReadonlyMap<string, (name: string) => string> = new Map([
  ['PyPI', pypi],
  ['NuGet', lower],
  ['Packagist', lower],
  ['Hex', lower],
  ['Pub', lower],
  ['GitHub Actions', lower],
  ['Bitnami', lower],
  ['SwiftURL', repository],
]);

/** A package's name as its ecosystem compares names; the same for what feeds publish and what callers look up. */
export function normalizePackageName(ecosystem: string, name: string): string {
  const rule = rules.get(ecosystemName(ecosystem));
  return rule ? rule(name) : name;
}
