import { type Fact, type Facts, type Package, parsePurl, UnknownFact } from '@pratique/model';
import { licenseChoices, licenseIds } from './licenses.ts';

/** Places of one package that conditions see. */
const MAX_PATHS = 64;

/** What an expression comes to: packages of one image share a few dozen. */
interface LicenseFacts {
  readonly licenses: readonly string[];
  readonly licenseChoices: Fact;
}

/** Expressions that are kept: more are read again. */
const MAX_KEPT = 4096;
const kept = new Map<string, LicenseFacts>();

function licenseFacts(expression: string): LicenseFacts {
  let facts = kept.get(expression);
  if (!facts) {
    facts = { licenses: licenseIds(expression), licenseChoices: licenseChoices(expression) };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(expression, facts);
  }
  return facts;
}

/** Fields of the subject `package` without its image. `assessed`: a loaded feed covers it; undefined where nobody asked. */
export function packageFacts(found: Package, assessed: boolean | undefined): Facts {
  const { license = '', source } = found;
  const { licenses, licenseChoices: choices } = licenseFacts(license);
  return {
    name: found.name,
    version: found.version,
    type: found.type,
    purl: found.purl,
    evidence: found.evidence,
    architecture: found.architecture,
    license,
    licenses,
    licenseChoices: choices,
    source: source && { name: source.name, version: source.version },
    vendor: found.vendor,
    development: found.development,
    fromBase: found.fromBase,
    ownedBy: found.ownedBy,
    layer: found.layer,
    paths: found.locations.slice(0, MAX_PATHS).map(({ path }) => path),
    foundBy: found.foundBy,
    assessed: assessed ?? new UnknownFact('it was not matched'),
  };
}

/** What a package URL alone says: findings of a distribution's end of life are in no package of the SBOM. */
export function purlFacts(purl: string): Facts {
  const { type, namespace, name = purl, version = '' } = parsePurl(purl) ?? {};
  return {
    name: namespace === undefined || namespace === '' ? name : `${namespace}/${name}`,
    version,
    type,
    purl,
    licenses: [],
    licenseChoices: [],
    assessed: true,
  };
}
