import { asArtifact, asGroup, asVersion, type Coordinates } from './coordinates.ts';

const mavenRoot = /(?<=^|\/)(?:repository|maven-repo|maven2|m2repo)\//g;
const gradleRoot = /(?:^|\/)modules-\d+\/files-[\d.]+\//;

function coordinates(group: string, artifact: string, version: string): Coordinates | undefined {
  const [g, a, v] = [asGroup(group), asArtifact(artifact), asVersion(version)];
  return g && a && v ? { group: g, artifact: a, version: v } : undefined;
}

/**
 * The coordinates that an archive's place in a local repository gives: Maven's
 * `repository/org/example/name/1.0/name-1.0.jar`, Gradle's `files-2.1/org.example/name/1.0/<sha1>/name-1.0.jar`.
 */
export function coordinatesOfPath(path: string): Coordinates | undefined {
  const gradle = gradleRoot.exec(path);
  if (gradle) {
    const [group = '', artifact = '', version = '', , file] = path.slice(gradle.index + gradle[0].length).split('/');
    return file?.startsWith(`${artifact}-${version}`) ? coordinates(group, artifact, version) : undefined;
  }
  for (const root of path.matchAll(mavenRoot)) {
    const segments = path.slice(root.index + root[0].length).split('/');
    const [artifact = '', version = '', file = ''] = segments.slice(-3);
    const found = coordinates(segments.slice(0, -3).join('.'), artifact, version);
    if (segments.length > 3 && file.startsWith(`${artifact}-${version}`) && found) return found;
  }
  return undefined;
}
