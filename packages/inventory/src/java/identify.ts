import { asArtifact, asGroup, asVersion, type Coordinates } from './coordinates.ts';
import { type FileNameParts, splitFileName } from './file-name.ts';
import { centralName, knownGroup } from './known-groups.ts';
import { attribute, attributeOfSections, type Manifest } from './manifest.ts';
import { coordinatesOfPath } from './repository-path.ts';

/** An artefact that Maven's records within an archive name: the archive itself, or one that was merged into it. */
export interface PomRecord extends Coordinates {
  readonly licenses: readonly string[];
}

/** All that an archive says of itself. */
export interface ArchiveEvidence {
  /** Its path, or its member path within another archive. */
  readonly path: string;
  readonly poms: readonly PomRecord[];
  readonly manifest?: Manifest;
}

/** What an archive is, and what was merged into it. */
export interface ArchiveIdentity {
  /** The archive itself; the version is empty where nothing states it. Absent where it is only a container of `merged`. */
  readonly main?: Coordinates & { readonly classifier?: string; readonly licenses: readonly string[] };
  readonly merged: readonly PomRecord[];
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** `org.example.name;singleton:=true` without the directives. */
function symbolicName(manifest: Manifest | undefined): string | undefined {
  return asArtifact(attribute(manifest, 'Bundle-SymbolicName')?.split(';')[0]);
}

/** What the manifest calls the archive. */
function statedNames(manifest: Manifest | undefined): readonly string[] {
  return [
    attribute(manifest, 'Implementation-Title'),
    attribute(manifest, 'Short-Name'),
    symbolicName(manifest),
    attribute(manifest, 'Automatic-Module-Name'),
  ].filter((name) => name !== undefined);
}

/** How surely a record speaks of the archive itself; 0: nothing ties it to the archive. */
function likeness(pom: PomRecord, stem: string, parts: FileNameParts | undefined, stated: readonly string[]): number {
  const names = pom.group ? [pom.artifact, `${pom.group}.${pom.artifact}`] : [pom.artifact];
  if (names.some((name) => stem === `${name}-${pom.version}` || stem.startsWith(`${name}-${pom.version}-`))) return 5;
  if (names.some((name) => stem === name || (stem.startsWith(`${name}-`) && /\d/.test(stem[name.length + 1] ?? '')))) {
    return 4;
  }
  if (stated.some((title) => names.includes(title))) return 3;
  // Part of the name is enough where the version does not say otherwise.
  const base = parts?.artifact ?? stem;
  const alike = pom.artifact.length > 3 && (base.startsWith(pom.artifact) || base.endsWith(pom.artifact));
  return alike && (parts?.version === undefined || parts.version === pom.version) ? 2 : 0;
}

function statedVersions(manifest: Manifest | undefined): string[] {
  return ['Implementation-Version', 'Plugin-Version', 'Bundle-Version', 'Specification-Version']
    .map((key) => asVersion(attribute(manifest, key)))
    .filter((version) => version !== undefined);
}

/**
 * The record of the archive itself. A lone record that nothing contradicts is taken: archives are renamed more often
 * than others are merged into an archive without a record of its own.
 */
function ownRecord(evidence: ArchiveEvidence, stem: string, parts: FileNameParts | undefined): PomRecord | undefined {
  const { poms, manifest } = evidence;
  const stated = statedNames(manifest);
  const ranked = poms
    .map((pom) => ({ pom, score: likeness(pom, stem, parts, stated) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || b.pom.artifact.length - a.pom.artifact.length);
  if (ranked[0]) return ranked[0].pom;
  const [only] = poms;
  if (!only || poms.length > 1) return undefined;
  const versions = [...statedVersions(manifest), ...(parts?.version ? [parts.version] : [])];
  return versions.length === 0 || versions.includes(only.version) ? only : undefined;
}

/** `org.example#name;1.0`, which Gradle's info plugin writes as the title. */
const gradleTitle = /^([\w.-]{1,200})#([\w.-]{1,200});([\w.+-]{1,200})$/;

/** Projects whose artifact ids are whole bundle names. */
const wholeNames = /^org\.(?:eclipse|osgi|apache\.(?:felix|sling|karaf|aries|servicemix|cxf))\./;
const domain = /^(?:com|org|net|io|de|edu|gov|dev|me|fr|uk|jp|cn|javax|jakarta)\.\w/;

/** `com.example.group.name-part` as Quarkus and bundle plugins write it, taken apart at the last dot. */
function splitDotted(name: string): { group: string; artifact: string } | undefined {
  const dot = name.lastIndexOf('.');
  const group = name.slice(0, Math.max(0, dot));
  const artifact = name.slice(dot + 1);
  if (dot < 0 || !domain.test(name) || !group.includes('.') || wholeNames.test(name)) return undefined;
  if (!/^[A-Za-z]/.test(artifact)) return undefined;
  return knownGroup(artifact, '') === group || artifact.includes('-') ? { group, artifact } : undefined;
}

function artifactName(parts: FileNameParts | undefined, manifest: Manifest | undefined): string | undefined {
  if (parts?.version) return parts.artifact;
  const title = attribute(manifest, 'Implementation-Title');
  const symbolic = symbolicName(manifest);
  return (
    gradleTitle.exec(title ?? '')?.[2] ??
    asArtifact(attribute(manifest, 'Short-Name')) ??
    (symbolic?.includes('-') ? symbolic.slice(symbolic.lastIndexOf('.') + 1) : undefined) ??
    asArtifact(title) ??
    parts?.artifact ??
    symbolic
  );
}

/** The group that a dotted bundle or module name gives, where it is the group followed by the artifact. */
function prefixBefore(name: string | undefined, artifact: string): string | undefined {
  if (!name?.endsWith(`.${artifact}`)) return undefined;
  return asGroup(name.slice(0, -artifact.length - 1));
}

/** Vendor ids such as `org.apache`, under which no artefact is published. */
function isGeneric(group: string): boolean {
  return /^(?:org|com|net|io)(?:\.(?:apache|sun|google|eclipse|jboss|ibm|oracle))?$/.test(group);
}

function groupOf(artifact: string, version: string, manifest: Manifest | undefined): string | undefined {
  const known = knownGroup(artifact, version);
  if (known) return known;
  const gradle = asGroup(gradleTitle.exec(attribute(manifest, 'Implementation-Title') ?? '')?.[1]);
  const symbolic = symbolicName(manifest);
  const stated = [
    gradle,
    asGroup(attribute(manifest, 'Group-Id')),
    asGroup(attribute(manifest, 'Implementation-Vendor-Id')),
    prefixBefore(symbolic, artifact),
    prefixBefore(attribute(manifest, 'Automatic-Module-Name'), artifact),
    artifact.split('.').length > 2 && domain.test(artifact)
      ? asGroup(artifact.slice(0, artifact.lastIndexOf('.')))
      : undefined,
    domain.test(attribute(manifest, 'Implementation-Vendor') ?? '')
      ? asGroup(attribute(manifest, 'Implementation-Vendor'))
      : undefined,
  ];
  return stated.find((group) => group !== undefined && !isGeneric(group));
}

function fromManifestAndName(
  evidence: ArchiveEvidence,
  parts: FileNameParts | undefined,
): (Coordinates & { classifier?: string }) | undefined {
  const { manifest, path } = evidence;
  const placed = coordinatesOfPath(path);
  if (placed) return { ...placed, classifier: parts?.classifier };
  const name = artifactName(parts, manifest);
  if (name === undefined) return undefined;
  const version =
    parts?.version ??
    statedVersions(manifest)[0] ??
    gradleTitle.exec(attribute(manifest, 'Implementation-Title') ?? '')?.[3] ??
    asVersion(attributeOfSections(manifest, 'Implementation-Version')) ??
    asVersion(attributeOfSections(manifest, 'Bundle-Version')) ??
    '';
  const dotted = splitDotted(name);
  const artifact = dotted?.artifact ?? centralName(name);
  const plugin = /\.[hj]pi$/.test(path) ? 'org.jenkins-ci.plugins' : undefined;
  const group = dotted?.group ?? groupOf(artifact, version, manifest) ?? plugin;
  return { group, artifact, version, classifier: parts?.classifier };
}

/**
 * Who an archive is: the record Maven left in it, else the manifest and the file name together. Several records are one
 * artefact each: all but the archive's own were merged into it (a shaded jar).
 */
export function identify(evidence: ArchiveEvidence): ArchiveIdentity {
  const stem = stemOf(evidence.path);
  const parts = splitFileName(stem, statedVersions(evidence.manifest));
  const own = ownRecord(evidence, stem, parts);
  if (own) {
    const group = own.group ?? groupOf(own.artifact, own.version, evidence.manifest);
    return {
      main: { ...own, group, classifier: parts?.classifier },
      merged: evidence.poms.filter((pom) => pom !== own),
    };
  }
  const named = fromManifestAndName(evidence, parts);
  if (!named || (named.version === '' && evidence.poms.length > 0)) return { merged: evidence.poms };
  return { main: { ...named, licenses: [] }, merged: evidence.poms };
}
