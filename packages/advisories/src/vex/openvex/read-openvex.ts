import type { VexStatus } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member } from '../../reading/json.ts';
import { instantOf } from '../../reading/date.ts';
import { asId, idsOf, isCve } from '../../reading/text.ts';
import { defined, MAX_PRODUCTS, nameOf, noteOf, productName, VexCollector, type VexReading } from '../reading.ts';

const statuses: ReadonlySet<unknown> = new Set(['not_affected', 'affected', 'fixed', 'under_investigation']);

/** Whether the document says of itself that it is OpenVEX. */
export function isOpenVex(document: JsonObject): boolean {
  const contexts = [member(document, '@context')].flat();
  return contexts.some((context) => typeof context === 'string' && /^https:\/\/openvex\.dev\/ns(?:\/|$)/.test(context));
}

/** Statement fields that are inherited from the document. */
interface Inherited {
  readonly author: string;
  readonly document: string;
  readonly timestamp?: string;
}

/**
 * Reads an OpenVEX document (0.0.1 to 0.2.0: vulnerability and products as text or as objects). `subjects` stand in for
 * products that a statement does not name, as in an attestation.
 */
export function readOpenVex(document: JsonObject, path: string, subjects: readonly string[] = []): VexReading {
  const collector = new VexCollector(path);
  const inherited: Inherited = {
    author: nameOf(member(document, 'author'), 'unknown author'),
    document: nameOf(member(document, '@id') ?? member(document, 'id'), path),
    timestamp: instantOf(member(document, 'last_updated')) ?? instantOf(member(document, 'timestamp')),
  };
  const listed = member(document, 'statements');
  if (!Array.isArray(listed)) collector.unknown('it has no list of statements');
  for (const item of asList(listed)) {
    const statement = asObject(item);
    if (statement) readStatement(statement, inherited, subjects, collector);
    else collector.unknown('a statement is not an object');
  }
  return collector.result();
}

function readStatement(
  statement: JsonObject,
  inherited: Inherited,
  subjects: readonly string[],
  collector: VexCollector,
): void {
  const named = vulnerabilityOf(member(statement, 'vulnerability'));
  if (!named) return collector.unknown('a statement names no vulnerability');
  const status = member(statement, 'status');
  if (!statuses.has(status)) return collector.unknown(`a statement on ${named.vulnerability} has no known status`);
  const groups = productGroups(statement, subjects);
  if (groups.length === 0) return collector.unknown(`a statement on ${named.vulnerability} names no product`);
  const timestamp =
    instantOf(member(statement, 'last_updated')) ?? instantOf(member(statement, 'timestamp')) ?? inherited.timestamp;
  for (const { products, subcomponents } of groups) {
    collector.add(
      defined({
        ...named,
        status: status as VexStatus,
        justification: asId(member(statement, 'justification')),
        impact: noteOf(member(statement, 'impact_statement')),
        action: noteOf(member(statement, 'action_statement')),
        products,
        subcomponents,
        author: inherited.author,
        document: inherited.document,
        timestamp,
      }),
    );
  }
  return undefined;
}

function vulnerabilityOf(value: unknown): { vulnerability: string; aliases: readonly string[] } | undefined {
  const object = asObject(value);
  // 0.0.1 and 0.0.2 have the id as text; its page may stand in place of a name.
  const page = asText(member(object, '@id'))?.split('/').at(-1);
  const vulnerability = asId(object ? (member(object, 'name') ?? page) : value);
  if (vulnerability === undefined) return undefined;
  // Some publishers list addresses among the aliases.
  const aliases = idsOf(asList(member(object, 'aliases'))).filter((id) => id !== vulnerability && isAlias(id));
  return { vulnerability, aliases };
}

function isAlias(id: string): boolean {
  return isCve(id) || (/^[A-Za-z]+-/.test(id) && !id.includes('/'));
}

interface ProductGroup {
  readonly products: string[];
  readonly subcomponents: readonly string[];
}

/** Products with the same subcomponents make one statement. */
function productGroups(statement: JsonObject, subjects: readonly string[]): ProductGroup[] {
  const listed = asList(member(statement, 'products')).slice(0, MAX_PRODUCTS);
  const shared = componentsOf(member(statement, 'subcomponents'));
  const groups = new Map<string, ProductGroup>();
  const add = (names: readonly string[], subcomponents: readonly string[]): void => {
    const key = JSON.stringify(subcomponents);
    const group = groups.get(key) ?? { products: [], subcomponents };
    for (const name of names) group.products.push(name);
    groups.set(key, group);
  };
  for (const item of listed) {
    const names = namesOf(item);
    if (names.length === 0) continue;
    const own = componentsOf(member(asObject(item), 'subcomponents'));
    add(names, own.length > 0 ? own : shared);
  }
  if (listed.length === 0 && subjects.length > 0) add(subjects, shared);
  return [...groups.values()].map(({ products, subcomponents }) => ({
    products: [...new Set(products)],
    subcomponents,
  }));
}

function componentsOf(value: unknown): readonly string[] {
  return [...new Set(asList(value).slice(0, MAX_PRODUCTS).flatMap(namesOf))];
}

/** A product's purl first, else its own id, else a CPE; digests of an artefact beside it. */
function namesOf(item: unknown): string[] {
  const object = asObject(item);
  if (!object) return [productName(item)].filter((name) => name !== undefined);
  const identifiers = asObject(member(object, 'identifiers'));
  const purl = productName(member(identifiers, 'purl'));
  const own = productName(member(object, '@id'));
  const cpe = productName(member(identifiers, 'cpe23')) ?? productName(member(identifiers, 'cpe22'));
  const sha256 = asText(member(asObject(member(object, 'hashes')), 'sha-256'));
  const digest = sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? `sha256:${sha256.toLowerCase()}` : undefined;
  return [purl ?? own ?? cpe, digest].filter((name) => name !== undefined);
}
