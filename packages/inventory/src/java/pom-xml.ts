import { asArtifact, asGroup, asVersion } from './coordinates.ts';
import { walkElements } from './elements.ts';
import type { PomProperties } from './pom-properties.ts';

/** What a pom.xml inside an archive states of its project. Profiles and parents outside the archive are not followed. */
export interface PomXml extends PomProperties {
  /** Names of the licences, else their addresses. Several: the user may choose (Maven, POM reference, "Licenses"). */
  readonly licenses: readonly string[];
}

const MAX_VALUE = 1024;
const bounds = { depth: 64, text: MAX_VALUE, told: 3 };
const MAX_LICENSES = 16;
const MAX_PROPERTIES = 1000;

/** The elements that are read, by their path below `project`. */
const wanted = new Set(['groupId', 'artifactId', 'version', 'parent/groupId', 'parent/version']);

interface Collected {
  readonly fields: Map<string, string>;
  readonly properties: Map<string, string>;
  readonly licenses: string[];
}

function collect(text: string): Collected {
  const collected: Collected = { fields: new Map(), properties: new Map(), licenses: [] };
  let license: { name?: string; url?: string } = {};
  walkElements(text, bounds, (path, content) => {
    if (wanted.has(path)) collected.fields.set(path, content);
    else if (/^properties\/[^/]+$/.test(path) && collected.properties.size < MAX_PROPERTIES) {
      collected.properties.set(path.slice('properties/'.length), content);
    } else if (path === 'licenses/license/name') license.name = content;
    else if (path === 'licenses/license/url') license.url = content;
    else if (path === 'licenses/license') {
      const stated = license.name || license.url;
      if (stated && collected.licenses.length < MAX_LICENSES) collected.licenses.push(stated);
      license = {};
    }
  });
  return collected;
}

/** Reads META-INF/maven/…/pom.xml. Placeholders are filled from its own properties and fields. Never throws. */
export function parsePomXml(text: string): PomXml {
  const { fields, properties, licenses } = collect(text);
  const parentGroup = fields.get('parent/groupId');
  const parentVersion = fields.get('parent/version');
  const named = new Map([
    ...properties,
    ['project.groupId', fields.get('groupId') ?? parentGroup ?? ''],
    ['project.version', fields.get('version') ?? parentVersion ?? ''],
    ['project.artifactId', fields.get('artifactId') ?? ''],
    ['project.parent.groupId', parentGroup ?? ''],
    ['project.parent.version', parentVersion ?? ''],
  ]);
  const fill = (stated: string | undefined): string | undefined => {
    const once = (from: string): string => from.replace(/\$\{([\w.-]{1,200})\}/g, (all, key) => named.get(key) ?? all);
    return stated === undefined ? undefined : once(once(stated)).slice(0, MAX_VALUE);
  };
  return {
    group: asGroup(fill(fields.get('groupId') ?? parentGroup)),
    artifact: asArtifact(fill(fields.get('artifactId'))),
    version: asVersion(fill(fields.get('version') ?? parentVersion)),
    licenses,
  };
}
