/** Name of a Python project as its index compares it (PEP 503). */
export function pythonName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Swift packages are named by their repository's address, without scheme and `.git`. */
export function swiftName(name: string): string {
  return name
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .toLowerCase();
}

/** A Go release as its advisories write it, a semantic version: `go1.22rc1` → `1.22.0-rc.1`, `1.21.5-fips` → `1.21.5`. */
export function goReleaseVersion(version: string): string {
  const match = /^(?:go|v)?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(?:[.-]?(rc|beta)\.?(\d{1,4}))?/.exec(version);
  if (!match) return version;
  const [, major, minor, patch = '0', stage, number] = match;
  return `${major}.${minor}.${patch}${stage ? `-${stage}.${number}` : ''}`;
}

/**
 * The version of a program as Bitnami's ranges write it, a semantic version of three numbers. Java's own forms are
 * translated: `1.8.0_352` and `8u352` are `8.0.352`. Empty where there is no number.
 */
export function programVersion(version: string): string {
  const java8 = /^(?:1\.([5-8])\.0_|([5-8])u)(\d{1,6})/.exec(version);
  if (java8) return `${java8[1] ?? java8[2]}.0.${java8[3]}`;
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[.-]?(alpha|beta|rc|a|b|pre|dev)[.-]?(\d{0,6}))?/i.exec(
    version,
  );
  if (!match) return '';
  const [, major, minor = '0', patch = '0', stage, number] = match;
  return `${major}.${minor}.${patch}${stage ? `-${stage.toLowerCase()}.${number || '0'}` : ''}`;
}

/** A component of a Bitnami image: its own revision (`15.3.0-4`) is not part of the upstream version. */
export function bitnamiVersion(version: string): string {
  return programVersion(version.replace(/-\d{1,6}$/, ''));
}

/** A gem's version without the platform that a lockfile or a gem's file name writes behind it: `1.13.10-x86_64-linux`. */
export function gemVersion(version: string): string {
  return version.replace(
    /-(?:x86_64|x86|x64|i[3-6]86|aarch64|arm64|arm|armv\dl?|ppc64le|s390x|universal|java|jruby|mswin|mingw|ruby)(?![a-z]).{0,64}$/,
    '',
  );
}
