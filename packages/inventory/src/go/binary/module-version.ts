const identifiers = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const number = String.raw`(?:0|[1-9]\d{0,15})`;

const canonical = new RegExp(`^v${number}\\.${number}\\.${number}(?:-${identifiers})?(?:\\+${identifiers})?$`);

/** `1.2`, `v1.2.3`, `v1.2.3-rc.1+meta`; what follows `~` is a distribution's own (`1.6.20~ds1`). */
const loose = new RegExp(
  `^(?:release-)?v?(${number}\\.${number})(\\.${number})?(-${identifiers})?(\\+${identifiers})?(?:~[\\w.~+-]*)?$`,
);

/** Whether a text is a Go module version: semantic version with `v` (Go modules reference, "Versions"). */
export function isModuleVersion(text: string): boolean {
  return text.length <= 256 && canonical.test(text) && !/[-.]0\d+(?:[.+]|$)/.test(text.replace(/\+.*$/, ''));
}

/**
 * The version in a text that a build script set, as a module version: `1.2` becomes `v1.2.0`, of `release/v1.2.3` the last
 * segment counts. Undefined where the text is none, or stands for "not set" (`0.0.0`).
 */
export function asModuleVersion(text: string): string | undefined {
  const match = text.length > 256 ? null : loose.exec(text.slice(text.lastIndexOf('/') + 1));
  if (!match) return undefined;
  const [, minor, patch = '.0', preRelease = '', build = ''] = match;
  const version = `v${minor}${patch}${preRelease}${build}`;
  return version.startsWith('v0.0.0') || !isModuleVersion(version) ? undefined : version;
}
