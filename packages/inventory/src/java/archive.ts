import { defaultLimits } from '@pratique/foundation';
import type { CatalogFile, CatalogResult, FoundPackage, Unknown, UnknownCode } from '@pratique/model';
import { eachMember, isProblem, openZip, readMember, type ZipArchive, type ZipMember } from '../zip/zip-archive.ts';
import { archiveLicense } from './bundle-license.ts';
import type { Coordinates } from './coordinates.ts';
import { identify, type PomRecord } from './identify.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { parsePomProperties } from './pom-properties.ts';
import { parsePomXml } from './pom-xml.ts';

const archiveName = /\.(?:jar|war|ear|par|sar|nar|kar|rar|jpi|hpi|lpkg|aar)$/i;
const pomName = /(?:^|\/)pom\.properties$/;
const pomXmlName = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.xml$/;

/** Manifests, poms: larger ones are made to be large. Bytes. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/** All manifests and poms of one file. Bytes. */
const MAX_ALL_RECORD_BYTES = 128 * 1024 * 1024;

/** Records of merged artefacts that one archive may hold. */
const MAX_POMS = 10_000;

const MAX_UNKNOWNS = 100;

/** Member paths in a reason are cut to their end. Characters. */
const MAX_PLACE = 200;

/** What is collected over an archive and all archives within. */
interface Walk {
  readonly path: string;
  readonly packages: FoundPackage[];
  readonly unknowns: Unknown[];
  /** Decompressed bytes that may still be read, also of members that turn out damaged. */
  bytesLeft: number;
  /** The same for manifests and poms, which are parsed. */
  recordBytesLeft: number;
  /** Unknowns past the bound. */
  more: number;
}

/** The members of an archive that matter here. */
interface Contents {
  readonly manifests: ZipMember[];
  readonly poms: ZipMember[];
  readonly pomXmls: Map<string, ZipMember>;
  readonly nested: ZipMember[];
  code: boolean;
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** Member names come from the archive: what is printed of them is bounded and free of control characters. */
function printable(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 512);
}

function sortMember(contents: Contents, member: ZipMember): void {
  const { name } = member;
  if (name.endsWith('/')) return;
  if (name.endsWith('.class') || name.endsWith('.dex')) contents.code = true;
  else if (/^META-INF\/MANIFEST\.MF$/i.test(name)) contents.manifests.push(member);
  else if (pomName.test(name)) contents.poms.push(member);
  else if (pomXmlName.test(name)) contents.pomXmls.set(folderOf(name), member);
  else if (archiveName.test(name)) contents.nested.push(member);
}

class ArchiveWalk {
  readonly #walk: Walk;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Reads one archive and all within it. `member` is its place in the file, undefined for the file itself. */
  async read(bytes: Buffer, member: string | undefined, depth: number): Promise<void> {
    const archive = openZip(bytes);
    if (isProblem(archive)) return this.#unknown(archive.code, member, archive.reason);
    const contents: Contents = { manifests: [], poms: [], pomXmls: new Map(), nested: [], code: false };
    const stopped = eachMember(archive, defaultLimits.zipEntries, (found) => sortMember(contents, found));
    if (stopped) this.#unknown(stopped.code, member, stopped.reason);
    const manifest = await this.#manifest(archive, contents, member);
    const poms = await this.#poms(archive, contents, member);
    this.#report(member, manifest, poms, contents);
    for (const nested of contents.nested) await this.#descend(archive, nested, member, depth);
  }

  #unknown(code: UnknownCode, member: string | undefined, reason: string): void {
    if (this.#walk.unknowns.length >= MAX_UNKNOWNS) {
      this.#walk.more += 1;
      return;
    }
    const place = member === undefined ? '' : `${member.slice(-MAX_PLACE)} `;
    this.#walk.unknowns.push({ code, reason: `${place}${reason}`, path: this.#walk.path });
  }

  async #content(archive: ZipArchive, found: ZipMember, most: number, within?: string): Promise<Buffer | undefined> {
    const content = await readMember(archive, found, Math.min(most, this.#walk.bytesLeft));
    this.#walk.bytesLeft -= Math.min(found.bytes, this.#walk.bytesLeft);
    if (!isProblem(content)) return content;
    this.#unknown(content.code, memberPath(within, found), content.reason);
    return undefined;
  }

  async #record(archive: ZipArchive, found: ZipMember, within?: string): Promise<string | undefined> {
    const content = await this.#content(archive, found, Math.min(MAX_RECORD_BYTES, this.#walk.recordBytesLeft), within);
    this.#walk.recordBytesLeft -= content?.length ?? 0;
    return content?.toString('utf8');
  }

  async #manifest(archive: ZipArchive, contents: Contents, within?: string): Promise<Manifest | undefined> {
    const [first] = contents.manifests;
    const text = first && (await this.#record(archive, first, within));
    return text === undefined ? undefined : parseManifest(text);
  }

  async #poms(archive: ZipArchive, contents: Contents, within?: string): Promise<PomRecord[]> {
    const records = new Map<string, PomRecord>();
    const folders = new Map(contents.poms.map((pom) => [folderOf(pom.name), pom]));
    for (const folder of new Set([...folders.keys(), ...contents.pomXmls.keys()])) {
      if (records.size >= MAX_POMS) {
        this.#unknown('too-large', within, `holds more than ${MAX_POMS} pom records`);
        break;
      }
      const record = await this.#pom(archive, folder, folders.get(folder), contents.pomXmls.get(folder), within);
      if (record) records.set(`${record.group}:${record.artifact}:${record.version}`, record);
    }
    return [...records.values()];
  }

  async #pom(
    archive: ZipArchive,
    folder: string,
    properties: ZipMember | undefined,
    xml: ZipMember | undefined,
    within?: string,
  ): Promise<PomRecord | undefined> {
    const text = properties && (await this.#record(archive, properties, within));
    const xmlText = xml && (await this.#record(archive, xml, within));
    const stated = text ? parsePomProperties(text) : {};
    const project = xmlText ? parsePomXml(xmlText) : undefined;
    const [, group, artifact] = /META-INF\/maven\/([^/]+)\/([^/]+)\/$/.exec(folder) ?? [];
    const name = stated.artifact ?? project?.artifact ?? artifact;
    const version = stated.version ?? project?.version;
    // A record without a version says nothing that the manifest and the file name could not say better.
    if (name === undefined || version === undefined) return undefined;
    return {
      group: stated.group ?? project?.group ?? group,
      artifact: name,
      version,
      licenses: project?.licenses ?? [],
    };
  }

  #report(
    member: string | undefined,
    manifest: Manifest | undefined,
    poms: readonly PomRecord[],
    contents: Contents,
  ): void {
    const { main, merged } = identify({ path: member ?? this.#walk.path, poms, manifest });
    if (main && (main.version !== '' || contents.code)) {
      const license = archiveLicense(main.licenses, manifest);
      this.#walk.packages.push(foundPackage(main, main.classifier, license, member));
    }
    if (main?.version === '' && contents.code) {
      this.#unknown(
        'unidentified',
        member,
        'is a Java archive of which neither manifest nor file name tells the version',
      );
    }
    if (!main && merged.length === 0 && contents.code) {
      this.#unknown('unidentified', member, 'is a Java archive of which nothing tells what it is');
    }
    for (const pom of merged) {
      this.#walk.packages.push(foundPackage(pom, undefined, archiveLicense(pom.licenses, undefined), member));
    }
  }

  async #descend(archive: ZipArchive, nested: ZipMember, within: string | undefined, depth: number): Promise<void> {
    const place = memberPath(within, nested);
    if (this.#walk.packages.length >= defaultLimits.packagesPerFile) {
      return this.#unknown(
        'too-large',
        place,
        `comes after ${defaultLimits.packagesPerFile} packages, more than are kept`,
      );
    }
    if (depth >= defaultLimits.nestingDepth) {
      return this.#unknown('too-large', place, `is nested more than ${defaultLimits.nestingDepth} archives deep`);
    }
    const content = await this.#content(archive, nested, defaultLimits.fileBytes, within);
    if (content) await this.read(content, place, depth + 1);
  }
}

function memberPath(within: string | undefined, member: ZipMember): string {
  const name = printable(member.name);
  return within === undefined ? name : `${within}!/${name}`;
}

function foundPackage(
  found: Coordinates,
  classifier: string | undefined,
  license: string | undefined,
  member: string | undefined,
): FoundPackage {
  const { artifact, version } = found;
  // A maven purl must have a namespace. By Maven's oldest convention the group is named like its only artefact.
  const group = found.group ?? artifact;
  const stated = { classifier, groupGuessed: found.group === undefined ? 'yes' : undefined };
  const properties = Object.entries(stated).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    type: 'maven',
    name: `${group}:${artifact}`,
    version,
    evidence: 'installed',
    license,
    properties: properties.length > 0 ? Object.fromEntries(properties) : undefined,
    purl: { type: 'maven', namespace: group, name: artifact, version },
    member,
  };
}

/** Reads a Java archive: what it is itself, what was merged into it, and the archives within, to depth. */
export async function readJavaArchive(file: CatalogFile): Promise<CatalogResult> {
  const { path } = file.entry;
  // The extension of resource adapters is also that of another kind of archive, and an empty file holds nothing.
  if (file.bytes.length === 0 || file.bytes.toString('latin1', 0, 4) === 'Rar!') return {};
  const walk: Walk = {
    path,
    packages: [],
    unknowns: [],
    bytesLeft: defaultLimits.zipBytes,
    recordBytesLeft: MAX_ALL_RECORD_BYTES,
    more: 0,
  };
  await new ArchiveWalk(walk).read(file.bytes, undefined, 1);
  const { packages, unknowns, more } = walk;
  if (more > 0) unknowns.push({ code: 'unreadable', reason: `${more} more members could not be told`, path });
  return { packages, unknowns };
}
