import type { AdvisoryEntry, AdvisoryState, SchemeId, Severity } from '@pratique/model';
import { isDistribution, schemeOf } from '../ecosystem/scheme.ts';
import { normalizeEcosystem } from '../ecosystem/normal-form.ts';
import { normalizePackageName } from '../ecosystem/package-name.ts';
import { asList, asObject, asText, type JsonObject, member, textsOf } from '../reading/json.ts';
import { asKey } from '../reading/text.ts';
import { versionsOutside } from '../reading/version-order.ts';
import { endedRanges } from './last-known.ts';
import { byPriority, listedVulnerabilities } from './listed-vulnerabilities.ts';
import { modulesOf } from './modules.ts';
import { rangesOf, RecordError } from './ranges.ts';
import { severityWord, statedSeverity } from './severity.ts';

const MAX_VERSIONS = 20_000;
const MAX_SYMBOLS = 8;

/** What the record as a whole says that its entries need. */
export interface RecordContext {
  readonly id: string;
  readonly feed: string;
  readonly malware: boolean;
  /** The distribution's rating of the flaw, where the record carries one. */
  readonly rating?: Severity;
  /** When its fixes became available. */
  readonly published?: string;
  readonly title: string;
  /** CVEs of an erratum. */
  readonly vulnerabilities: readonly string[];
}

/** What an element says about which versions. */
interface Affliction {
  readonly ranges: AdvisoryEntry['ranges'];
  readonly versions: readonly string[];
  /** A distribution says that the package never had the flaw. */
  readonly never: boolean;
}

/** Entries of one `affected[]` element; none where it holds nothing that a version compares with. */
export function entriesOf(item: unknown, context: RecordContext): AdvisoryEntry[] {
  const affected = asObject(item);
  if (!affected) throw new RecordError('an element of "affected" is not an object');
  const pkg = member(affected, 'package');
  if (pkg === undefined || pkg === null) return [];
  const spelled = asKey(member(asObject(pkg), 'ecosystem'));
  const written = asKey(member(asObject(pkg), 'name'));
  if (spelled === undefined || written === undefined) throw new RecordError('a package has no ecosystem or no name');

  const { ecosystem, channel: stream } = normalizeEcosystem(spelled);
  const affliction = afflictionOf(affected, ecosystem, context);
  if (!affliction) return [];
  const { ranges, versions, never } = affliction;
  const state = never ? 'not-affected' : stateOf(affected, ranges);
  const entry: AdvisoryEntry = {
    advisory: context.id,
    feed: context.feed,
    ecosystem,
    name: normalizePackageName(ecosystem, written),
    scheme: schemeOf(ecosystem),
    state,
    ranges,
    ...(versions.length > 0 && { versions }),
    ...optional('channel', channelOf(stream, affected)),
    ...optional('severity', isDistribution(ecosystem) ? ratingOf(affected, context) : undefined),
    ...optional('architectures', architecturesOf(affected)),
    ...optional('operatingSystems', namesOf(ofEveryImport(affected, 'goos'))),
    ...optional('symbols', symbolsOf(affected)),
    ...optional('fixAvailableSince', state === 'fixed' ? context.published : undefined),
  };
  const modules = entry.scheme === 'rpm' ? modulesOf(context.title, ranges, affected) : [];
  if (modules.length > 0) return modules.map((module) => ({ ...entry, module }));
  const { vulnerabilities } = context;
  return vulnerabilities.length > 0 ? byPriority(entry, listedVulnerabilities(affected), vulnerabilities) : [entry];
}

function afflictionOf(affected: JsonObject, ecosystem: string, context: RecordContext): Affliction | undefined {
  const scheme = schemeOf(ecosystem);
  const { ranges, comparable } = rangesOf(affected, scheme);
  const listed = versionsOf(affected);
  // A range [0, 0) is how distributions say "never affected".
  const stated = ranges.filter(({ introduced, fixed }) => introduced !== undefined || fixed !== '0');
  // Before the ranges get an end: the list is their expansion as they were published.
  const versions = extraVersions(scheme, listed, stated);
  if (stated.length > 0 || versions.length > 0)
    return { ranges: endedRanges(stated, affected, scheme), versions, never: false };
  if (ranges.length > 0) return isDistribution(ecosystem) ? { ranges: [], versions: [], never: true } : undefined;
  // A malicious package without a word on versions is malicious in all of them.
  return context.malware && !comparable && listed.length === 0 ? { ranges: [], versions: [], never: false } : undefined;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}

function versionsOf(affected: JsonObject): string[] {
  const listed = asList(member(affected, 'versions'));
  if (listed.length > MAX_VERSIONS) throw new RecordError(`more than ${MAX_VERSIONS} versions are listed`);
  return listed.map((version) => {
    const key = asKey(version);
    if (key === undefined) throw new RecordError('a listed version is not a version');
    return key;
  });
}

/**
 * Most publishers expand their ranges into a list of versions as well. What the ranges say already is left out; for
 * distributions the list is a mere expansion, and is not looked at where there are ranges.
 */
function extraVersions(scheme: SchemeId, listed: readonly string[], ranges: AdvisoryEntry['ranges']): string[] {
  if (listed.length === 0 || ranges.length === 0) return [...new Set(listed)];
  if (scheme === 'deb' || scheme === 'apk' || scheme === 'rpm') return [];
  return versionsOutside(scheme, listed, ranges);
}

function stateOf(affected: JsonObject, ranges: AdvisoryEntry['ranges']): AdvisoryState {
  if (ranges.some(({ fixed }) => fixed !== undefined)) return 'fixed';
  const urgency = asText(member(asObject(member(affected, 'ecosystem_specific')), 'urgency'));
  return urgency === 'end-of-life' ? 'end-of-life' : 'affected';
}

function ratingOf(affected: JsonObject, context: RecordContext): Severity | undefined {
  const specific = asObject(member(affected, 'ecosystem_specific'));
  return (
    severityWord(member(specific, 'urgency')) ??
    severityWord(member(specific, 'severity')) ??
    severityWord(member(asObject(member(affected, 'database_specific')), 'severity')) ??
    statedSeverity(member(affected, 'severity')).word ??
    context.rating
  );
}

/** Ubuntu's purl says which Pro archive carries the package: `distro=esm-apps/jammy`, `distro=trusty/esm`. */
function channelOf(stream: string | undefined, affected: JsonObject): string | undefined {
  if (stream === undefined) return undefined;
  const availability = asText(member(asObject(member(affected, 'ecosystem_specific')), 'availability')) ?? '';
  if (availability.startsWith('Livepatch')) return 'livepatch';
  if (stream !== 'esm') return stream;
  const purl = asText(member(asObject(member(affected, 'package')), 'purl'))?.slice(0, 2048) ?? '';
  const archive = /[?&]distro=([a-z-]+)(?:\/|%2F)/.exec(purl)?.[1];
  if (archive?.startsWith('esm-')) return archive;
  if (/[?&]distro=[a-z]+(?:\/|%2F)esm/.test(purl) || availability.includes('Infra-only')) return 'esm-infra';
  return availability.includes('Legacy') ? 'esm-infra-legacy' : 'esm-apps';
}

function architecturesOf(affected: JsonObject): string[] | undefined {
  const specific = asObject(member(affected, 'ecosystem_specific'));
  const listed = [...textsOf(member(specific, 'arch')), ...textsOf(member(specific, 'architectures'))];
  return namesOf([...listed, ...ofEveryImport(affected, 'goarch')]);
}

/** Go limits each import path to processors and systems; the entry is limited where every one of them is. */
function ofEveryImport(affected: JsonObject, limit: 'goarch' | 'goos'): string[] {
  const imports = asList(member(asObject(member(affected, 'ecosystem_specific')), 'imports'));
  const limits = imports.map((item) => textsOf(member(asObject(item), limit)));
  return limits.every((names) => names.length > 0) ? [...new Set(limits.flat())] : [];
}

/** Names of processors or systems; undefined where there is none that makes sense. */
function namesOf(listed: readonly string[]): string[] | undefined {
  const named = listed.filter((name) => /^[a-z0-9_]{2,16}$/.test(name)).slice(0, 16);
  return named.length > 0 ? named : undefined;
}

/** Go: the import paths that a flaw is limited to. */
function symbolsOf(affected: JsonObject): string[] | undefined {
  const imports = asList(member(asObject(member(affected, 'ecosystem_specific')), 'imports'));
  const paths = imports.flatMap((item) => asKey(member(asObject(item), 'path')) ?? []).slice(0, MAX_SYMBOLS);
  return paths.length > 0 ? paths : undefined;
}
