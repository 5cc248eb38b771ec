import { childOf, childrenOf, childText, type XmlElement } from '../../reading/xml.ts';
import { interpolate } from './interpolate.ts';

/** One dependency of a POM. */
export interface PomDependency {
  readonly group: string;
  readonly artifact: string;
  /** Empty where the file does not tell: it stands in a parent or an imported POM, or is a range. */
  readonly version: string;
  readonly development: boolean;
}

/** What a POM says; `rejected` are dependencies without a usable name. */
export interface Pom {
  readonly dependencies: readonly PomDependency[];
  readonly rejected: readonly string[];
}

/** The profiles that are active without being asked for. */
function defaultProfiles(project: XmlElement): XmlElement[] {
  return childrenOf(childOf(project, 'profiles'), 'profile').filter(
    (profile) => childText(childOf(profile, 'activation'), 'activeByDefault') === 'true',
  );
}

/** What `${…}` means within this file: the project's own coordinates, its parent's, and properties. */
function lookupIn(project: XmlElement, holders: readonly XmlElement[]): (name: string) => string | undefined {
  const values = new Map<string, string>();
  const parent = childOf(project, 'parent');
  for (const field of ['groupId', 'artifactId', 'version']) {
    const inherited = childText(parent, field);
    const own = childText(project, field) || (field === 'artifactId' ? '' : inherited);
    for (const prefix of ['project.parent.', 'parent.', 'pom.parent.'])
      if (inherited) values.set(prefix + field, inherited);
    for (const prefix of ['project.', 'pom.', '']) if (own) values.set(prefix + field, own);
  }
  for (const holder of holders) {
    for (const property of childOf(holder, 'properties')?.children ?? []) values.set(property.name, property.text);
  }
  return (name) => values.get(name.trim());
}

/** The one version that a version requirement allows (Maven, "Dependency Version Requirement Specification"); else empty. */
function exactVersion(requirement: string | undefined): string {
  const hard = /^\[([^[\](),\s]+)\]$/.exec(requirement ?? '')?.[1];
  if (hard !== undefined) return hard;
  return requirement === undefined || /[[\](),\s]|^(LATEST|RELEASE)$/.test(requirement) ? '' : requirement;
}

/** Reads the dependencies of a POM (maven.apache.org, "POM Reference"). Nothing outside the file is consulted. */
export function parsePom(project: XmlElement): Pom {
  const holders = [project, ...defaultProfiles(project)];
  const lookup = lookupIn(project, holders);
  const text = (element: XmlElement, field: string): string | undefined =>
    interpolate(childText(element, field), lookup);
  const keyOf = (element: XmlElement): string => `${text(element, 'groupId')}:${text(element, 'artifactId')}`;

  const managed = new Map<string, XmlElement>();
  for (const holder of holders) {
    const entries = childrenOf(childOf(childOf(holder, 'dependencyManagement'), 'dependencies'), 'dependency');
    for (const entry of entries) if (childText(entry, 'scope') !== 'import') managed.set(keyOf(entry), entry);
  }

  const dependencies: PomDependency[] = [];
  const rejected: string[] = [];
  for (const entry of holders.flatMap((holder) => childrenOf(childOf(holder, 'dependencies'), 'dependency'))) {
    const group = text(entry, 'groupId');
    const artifact = text(entry, 'artifactId');
    if (!group || !artifact) {
      rejected.push(childText(entry, 'artifactId'));
      continue;
    }
    const management = managed.get(keyOf(entry));
    const version =
      text(entry, 'version') || (childText(entry, 'version') ? undefined : management && text(management, 'version'));
    const scope = text(entry, 'scope') || (management && text(management, 'scope'));
    dependencies.push({ group, artifact, version: exactVersion(version), development: scope === 'test' });
  }
  return { dependencies, rejected };
}
