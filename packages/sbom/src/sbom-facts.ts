import type {
  BaseImage,
  Distribution,
  NotableProgram,
  ProgramKind,
  Sbom,
  SbomLayer,
  SbomSubject,
  Unknown,
} from '@pratique/model';
import { asArray, asObject, asText } from './json.ts';

/** What a document says of the SBOM as a whole beyond its packages. */
export type SbomFacts = Omit<Sbom, 'packages' | 'createdAt'>;

/** The facts as one JSON text, for one property or annotation. */
export function writeSbomFacts({ packages: _p, createdAt: _c, ...facts }: Sbom): string {
  return JSON.stringify(facts);
}

function readSubject(value: unknown): SbomSubject | undefined {
  const subject = asObject(value);
  const kind = (['image', 'directory', 'host'] as const).find((known) => known === subject['kind']);
  const name = asText(subject['name']);
  if (!kind || name === undefined) return undefined;
  const image = asObject(subject['image']);
  const config = asObject(subject['config']);
  return {
    kind,
    name,
    ...(asText(image['manifestDigest']) && { image: image as unknown as SbomSubject['image'] }),
    ...(Array.isArray(config['diffIds']) && { config: config as unknown as SbomSubject['config'] }),
  };
}

function readDistribution(value: unknown): Distribution | undefined {
  const facts = asObject(value);
  const id = asText(facts['id']);
  if (id === undefined) return undefined;
  const texts = (key: string): string[] => asArray(facts[key]).filter((item) => typeof item === 'string');
  return {
    id,
    versionId: asText(facts['versionId']),
    codename: asText(facts['codename']),
    prettyName: asText(facts['prettyName']),
    variantId: asText(facts['variantId']),
    idLike: texts('idLike'),
    channels: texts('channels'),
    path: asText(facts['path']) ?? '',
  };
}

const hasText = (value: unknown, ...keys: string[]): boolean =>
  keys.every((key) => typeof asObject(value)[key] === 'string');

const programKinds: Readonly<Record<ProgramKind, true>> = {
  setuid: true,
  setgid: true,
  shell: true,
  'package-manager': true,
  compiler: true,
  'ssh-server': true,
  downloader: true,
  'network-tool': true,
  debugger: true,
  'container-tool': true,
};

/** All of them or none: a list with holes would say that what is left out is not there. */
function readPrograms(value: unknown): readonly NotableProgram[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const programs = value.flatMap((item): NotableProgram[] => {
    const { path, kind, mode, owner } = asObject(item);
    if (typeof path !== 'string' || typeof mode !== 'number') return [];
    if (typeof kind !== 'string' || !Object.hasOwn(programKinds, kind)) return [];
    return [{ path, kind: kind as ProgramKind, mode, ...(typeof owner === 'string' && { owner }) }];
  });
  return programs.length === value.length ? programs : undefined;
}

/** Facts as {@link writeSbomFacts} wrote them; undefined where the subject is not told. Items of another shape are left out. */
export function readSbomFacts(json: unknown): SbomFacts | undefined {
  const facts = asObject(json);
  const subject = readSubject(facts['subject']);
  if (!subject) return undefined;
  const base = asObject(facts['base']);
  const programs = readPrograms(facts['programs']);
  const catalogers = Object.entries(asObject(facts['catalogers'])).filter(([, version]) => typeof version === 'number');
  return {
    subject,
    distribution: readDistribution(facts['distribution']),
    unknowns: asArray(facts['unknowns']).filter((item) => hasText(item, 'code', 'reason')) as Unknown[],
    layers: asArray(facts['layers']).filter((item) => hasText(item, 'digest', 'diffId')) as SbomLayer[],
    ...(hasText(base, 'how') && { base: base as unknown as BaseImage }),
    ...(programs && { programs }),
    catalogers: Object.fromEntries(catalogers) as Record<string, number>,
  };
}
