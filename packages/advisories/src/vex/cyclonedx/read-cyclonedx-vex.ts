import type { VexStatus } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member, textsOf } from '../../reading/json.ts';
import { instantOf } from '../../reading/date.ts';
import { asId, idsOf } from '../../reading/text.ts';
import { defined, MAX_PRODUCTS, nameOf, noteOf, productName, VexCollector, type VexReading } from '../reading.ts';

const states: ReadonlyMap<unknown, VexStatus> = new Map<unknown, VexStatus>([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['false_positive', 'not_affected'],
  ['not_affected', 'not_affected'],
]);

/** CycloneDX's justifications in OpenVEX's words, where one says the same; the others stay as they are. */
const justifications: ReadonlyMap<string, string> = new Map([
  ['code_not_present', 'vulnerable_code_not_present'],
  ['code_not_reachable', 'vulnerable_code_not_in_execute_path'],
  ['protected_by_mitigating_control', 'inline_mitigations_already_exist'],
  ['protected_at_runtime', 'inline_mitigations_already_exist'],
  ['protected_at_perimeter', 'inline_mitigations_already_exist'],
  ['protected_by_compiler', 'inline_mitigations_already_exist'],
]);

const MAX_COMPONENTS = 500_000;

/** Whether the document says of itself that it is a CycloneDX BOM. */
export function isCycloneDx(document: JsonObject): boolean {
  return member(document, 'bomFormat') === 'CycloneDX';
}

/** What the document as a whole says. */
interface Source {
  readonly author: string;
  readonly document: string;
  readonly timestamp?: string;
  /** The product that the document is about, where it is identified. */
  readonly subject?: string;
}

/**
 * Reads the analysed vulnerabilities of a CycloneDX document (1.4 and later), whether it stands alone or in a BOM. A
 * vulnerability without an analysis is a finding, no statement.
 */
export function readCycloneDxVex(document: JsonObject, path: string): VexReading {
  const collector = new VexCollector(path);
  const references = componentNames(document);
  const metadata = asObject(member(document, 'metadata'));
  const source: Source = {
    author: authorOf(metadata),
    document: nameOf(member(document, 'serialNumber'), path),
    timestamp: instantOf(member(metadata, 'timestamp')),
    subject: productName(member(asObject(member(metadata, 'component')), 'purl')),
  };
  for (const item of asList(member(document, 'vulnerabilities'))) {
    const vulnerability = asObject(item);
    if (vulnerability) readVulnerability(vulnerability, source, references, collector);
    else collector.unknown('a vulnerability is not an object');
  }
  return collector.result();
}

function authorOf(metadata: JsonObject | undefined): string {
  const candidates = [
    ...asList(member(metadata, 'authors')),
    member(metadata, 'supplier'),
    member(metadata, 'manufacturer'),
    member(metadata, 'manufacture'),
  ];
  const name = candidates
    .map((candidate) => member(asObject(candidate), 'name'))
    .find((one) => typeof one === 'string');
  return nameOf(name, 'unknown author');
}

/** bom-ref → purl (or CPE) of every component, nested ones included, without recursion. */
function componentNames(document: JsonObject): Map<string, string> {
  const names = new Map<string, string>();
  const waiting: unknown[] = [
    member(asObject(member(document, 'metadata')), 'component'),
    ...asList(member(document, 'components')),
  ];
  for (let seen = 0; waiting.length > 0 && seen < MAX_COMPONENTS; seen++) {
    const component = asObject(waiting.pop());
    if (!component) continue;
    for (const nested of asList(member(component, 'components'))) waiting.push(nested);
    const reference = asText(member(component, 'bom-ref'));
    const name = productName(member(component, 'purl')) ?? productName(member(component, 'cpe'));
    if (reference !== undefined && name !== undefined) names.set(reference, name);
  }
  return names;
}

function readVulnerability(
  vulnerability: JsonObject,
  source: Source,
  references: ReadonlyMap<string, string>,
  collector: VexCollector,
): void {
  const analysis = asObject(member(vulnerability, 'analysis'));
  if (!analysis) return undefined;
  const id = asId(member(vulnerability, 'id'));
  if (id === undefined) return collector.unknown('an analysed vulnerability has no id', 'unidentified');
  const status = states.get(member(analysis, 'state'));
  // A justification or response without a state says nothing yet.
  if (!status) return collector.unknown(`the analysis of ${id} has no known state`);
  const affected = asList(member(vulnerability, 'affects')).slice(0, MAX_PRODUCTS);
  const names = affected.flatMap((item) => nameOfReference(asText(member(asObject(item), 'ref')), references) ?? []);
  if (names.length < affected.length || names.length === 0)
    collector.unknown(`the analysis of ${id} affects components that are not identified`, 'unidentified');
  if (names.length === 0) return undefined;
  const justification = asId(member(analysis, 'justification'));
  const detail = noteOf(member(analysis, 'detail'));
  const response = textsOf(member(analysis, 'response')).join(', ');
  const aliases = idsOf(asList(member(vulnerability, 'references')).map((item) => member(asObject(item), 'id')));
  const components = [...new Set(names)];
  const { subject } = source;
  const within = subject !== undefined && components.some((name) => name !== subject);
  return collector.add(
    defined({
      vulnerability: id,
      aliases: aliases.filter((alias) => alias !== id),
      status,
      justification: justification === undefined ? undefined : (justifications.get(justification) ?? justification),
      impact: status === 'not_affected' ? detail : undefined,
      action:
        status === 'affected'
          ? (noteOf(member(vulnerability, 'recommendation')) ?? noteOf(response) ?? detail)
          : undefined,
      products: within ? [subject] : components,
      subcomponents: within ? components.filter((name) => name !== subject) : [],
      author: source.author,
      document: source.document,
      timestamp: instantOf(member(vulnerability, 'updated')) ?? source.timestamp,
    }),
  );
}

/** A bom-ref of this document, or a BOM-Link `urn:cdx:<serial>/<version>#<bom-ref>`, whose bom-ref is often a purl. */
function nameOfReference(reference: string | undefined, references: ReadonlyMap<string, string>): string | undefined {
  if (reference === undefined) return undefined;
  const known = references.get(reference);
  if (known !== undefined) return known;
  const link = /^urn:cdx:[^#]{1,200}#(?<ref>.+)$/s.exec(reference)?.groups?.['ref'];
  const target = link === undefined ? reference : decode(link);
  return references.get(target) ?? (/^(?:pkg:|cpe:)/.test(target) ? productName(target) : undefined);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
