/** The toolchain's version as the standard library's version, with what was switched on in it. */
export interface GoVersion {
  /** `1.21.5`, `1.22rc1`; for a development build what it will become, `1.23-abc1234`. Empty: not told. */
  readonly version: string;
  /** GOEXPERIMENT names, such as `boringcrypto`. */
  readonly experiments: readonly string[];
}

const release = /^go(\d{1,4}(?:\.\d{1,6}){0,2}(?:(?:rc|beta)\d{1,4})?)/;
const development = /^devel go(\d{1,4}\.\d{1,4}-[0-9a-f]{7,40})\b/;

/**
 * Reads runtime.Version: `go1.21.5`, `go1.22.1 X:boringcrypto`, `devel go1.23-abc1234 Mon Jan 1 …`. A vendor's ending
 * (`go1.20.5-google`, `go1.19.6 (Red Hat 1.19.6-1.el9)`) is not part of the version: it would sort below the release.
 */
export function parseGoVersion(text: string): GoVersion {
  const version = release.exec(text)?.[1] ?? development.exec(text)?.[1] ?? '';
  const experiments = /(?:^|[\s-])X:([\w,]{1,200})/.exec(text)?.[1]?.split(',') ?? [];
  return { version, experiments };
}
