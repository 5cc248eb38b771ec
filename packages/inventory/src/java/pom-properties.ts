import { asArtifact, asGroup, asVersion } from './coordinates.ts';

/** What a `pom.properties` states; each field absent where it is missing, `${…}` or no such token. */
export interface PomProperties {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
}

/** `key=value`, `key: value` or `key value` (java.util.Properties); `\:` and `\=` stand for themselves. */
const property = /^\s*(groupId|artifactId|version)(?:\s*[=:]\s*|\s+)(.*)$/;

/** Reads META-INF/maven/…/pom.properties as Maven's archiver writes it. Never throws. */
export function parsePomProperties(text: string): PomProperties {
  const found = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const match = property.exec(line);
    if (match) found.set(match[1] ?? '', (match[2] ?? '').replace(/\\(.)/g, '$1'));
  }
  return {
    group: asGroup(found.get('groupId')),
    artifact: asArtifact(found.get('artifactId')),
    version: asVersion(found.get('version')),
  };
}
