/** What Maven calls an artefact by. The group is absent where nothing told it. */
export interface Coordinates {
  readonly group?: string;
  readonly artifact: string;
  readonly version: string;
}

const MAX_TOKEN = 200;
const artifactToken = /^[A-Za-z0-9_][\w.-]*$/;
const groupToken = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;
const versionToken = /^[\w][\w.+~-]*$/;

function token(value: string | undefined, shape: RegExp): string | undefined {
  const text = value?.trim();
  return text && text.length <= MAX_TOKEN && shape.test(text) ? text : undefined;
}

/** The value where it can be an artifactId; undefined for titles in words, `${…}`, `%name` and the like. */
export function asArtifact(value: string | undefined): string | undefined {
  return token(value, artifactToken);
}

/** The value where it can be a groupId. */
export function asGroup(value: string | undefined): string | undefined {
  return token(value, groupToken);
}

/**
 * The value where it can be a version: no `${…}`, no `3.x`, at least one digit. Of `1.3 2244 October 5 2005` the first word.
 */
export function asVersion(value: string | undefined): string | undefined {
  const first = value?.trim().split(/\s/, 1)[0]?.replace(/^"|"$/g, '');
  const text = token(first, versionToken);
  return text && /\d/.test(text) && !text.endsWith('.x') ? text : undefined;
}
