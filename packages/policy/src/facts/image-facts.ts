import { type Fact, type Facts, type NotableProgram, type Sbom, type ScanResult, UnknownFact } from '@pratique/model';
import { configFacts } from './config-facts.ts';
import { instantOf } from './instants.ts';
import { referenceFacts, type ReferenceFacts } from './reference.ts';
import { vulnerabilityCounts } from './vulnerability-counts.ts';

const NOT_CONFIGURED = {
  signatures: new UnknownFact('signatures are not configured'),
  provenance: new UnknownFact('provenance is not configured'),
};

/** Spellings of TARGET that name a place, not a reference. */
const places = /^(?:docker-archive|oci-archive|oci-dir|docker-daemon|dir|rootfs|host|sbom):/;

/** What archives call their only image may be no more than a tag: `3.18.9`. */
function nameOf({ subject: { name, image } }: Sbom): string {
  const named = image?.references.find((reference) => /[/:]/.test(reference));
  return named ?? (places.test(name) ? '' : name);
}

function named(facts: ReferenceFacts, sbom: Sbom): Facts {
  return { ...facts, digest: sbom.subject.image?.manifestDigest ?? facts.digest };
}

function count(items: number, one: string, many: string): string {
  return items === 1 ? `1 ${one}` : `${items} ${many}`;
}

/**
 * Whether everything in a target could be told: true, or unknown with what could not. A target without packages is not
 * clean but unknown.
 */
export function completeness({ sbom, notAssessed, unknowns }: ScanResult): Fact {
  const holes: string[] = [];
  const unread = sbom.unknowns.length + unknowns.length;
  if (sbom.packages.length === 0) holes.push('no packages were found');
  if (unread > 0) holes.push(`${count(unread, 'thing', 'things')} in it could not be read or matched`);
  if (notAssessed.length > 0) {
    holes.push(`no loaded feed covers ${count(notAssessed.length, 'package', 'packages')} of ${sbom.packages.length}`);
  }
  return holes.length === 0 ? true : new UnknownFact(holes.join('; '));
}

function layerFacts(sbom: Sbom): Facts {
  if (sbom.layers.length === 0 && sbom.subject.config === undefined) {
    const unknown = new UnknownFact('the SBOM does not name the layers');
    return { size: unknown, layers: unknown, base: unknown };
  }
  const { base } = sbom;
  return {
    size: sbom.layers.reduce((sum, { size }) => sum + size, 0),
    layers: sbom.layers.length,
    base: base && {
      name: base.name ?? '',
      digest: base.digest ?? '',
      known: base.how !== 'unresolved',
      layers: base.layers,
    },
  };
}

function distributionFacts({ distribution }: Sbom): Fact {
  if (!distribution) return undefined;
  const { id, versionId, codename, prettyName } = distribution;
  return { id, version: versionId ?? '', codename: codename ?? '', name: prettyName ?? id };
}

function programFacts({ path, kind, mode, owner }: NotableProgram): Facts {
  return { path, kind, mode, owner };
}

/** Facts of the subject `image`: what one scan established. Built once per scan, shared by its findings and packages. */
export function imageFacts(result: ScanResult): Facts {
  const { sbom, database } = result;
  const { platform } = sbom.subject.image ?? {};
  const noPlatform = new UnknownFact('the SBOM does not tell the platform');
  return {
    ...named(referenceFacts(nameOf(sbom)), sbom),
    os: platform?.os ?? noPlatform,
    architecture: platform?.architecture ?? noPlatform,
    ...configFacts(sbom.subject.config, 'the SBOM does not hold the image configuration'),
    ...layerFacts(sbom),
    distribution: distributionFacts(sbom),
    packages: sbom.packages.length,
    unknowns: sbom.unknowns.length + result.unknowns.length,
    notAssessed: result.notAssessed.length,
    complete: completeness(result),
    vulnerabilities: vulnerabilityCounts(result.findings, result.suppressed.length),
    advisories: { asOf: instantOf(database.asOf), stale: database.stale, starter: database.starter },
    programs: sbom.programs?.map(programFacts) ?? new UnknownFact('the SBOM does not list programs'),
    inventoried: true,
    ...NOT_CONFIGURED,
  };
}

/** Facts of an image of which nothing but its reference is known: all else is unknown, for the given reason. */
export function unreadImageFacts(reference: string, why = 'the image was not inventoried'): Facts {
  const unknown = new UnknownFact(why);
  return {
    ...referenceFacts(reference),
    os: unknown,
    architecture: unknown,
    ...configFacts(undefined, why),
    size: unknown,
    layers: unknown,
    base: unknown,
    distribution: unknown,
    packages: unknown,
    unknowns: unknown,
    notAssessed: unknown,
    complete: unknown,
    vulnerabilities: unknown,
    advisories: unknown,
    programs: unknown,
    inventoried: false,
    ...NOT_CONFIGURED,
  };
}
