import type { VexStatus } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member } from '../../reading/json.ts';
import { instantOf } from '../../reading/date.ts';
import { asId, idsOf } from '../../reading/text.ts';
import { defined, MAX_PRODUCTS, nameOf, noteOf, VexCollector, type VexReading } from '../reading.ts';
import { ProductTree } from './product-tree.ts';

/** Product status groups (CSAF 2.0 section 3.2.3.9) in VEX words (profile 5). `recommended` states nothing. */
const statuses: readonly (readonly [string, VexStatus])[] = [
  ['known_not_affected', 'not_affected'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['under_investigation', 'under_investigation'],
];

/** Whether the document says of itself that it is CSAF 2.x. */
export function isCsaf(document: JsonObject): boolean {
  const version = member(asObject(member(document, 'document')), 'csaf_version');
  return typeof version === 'string' && version.startsWith('2.');
}

/**
 * Reads the product statuses of a CSAF document, VEX or advisory. Products without purl or CPE cannot be matched: they
 * are counted as an unknown.
 */
export function readCsaf(root: JsonObject, path: string): VexReading {
  const collector = new VexCollector(path);
  const document = asObject(member(root, 'document'));
  const tracking = asObject(member(document, 'tracking'));
  const tree = new ProductTree(asObject(member(root, 'product_tree')));
  const source = {
    author: nameOf(member(asObject(member(document, 'publisher')), 'name'), 'unknown author'),
    document: nameOf(member(tracking, 'id'), path),
    timestamp: instantOf(member(tracking, 'current_release_date')),
  };
  let nameless = 0;
  for (const item of asList(member(root, 'vulnerabilities'))) {
    const vulnerability = asObject(item);
    if (vulnerability) nameless += readVulnerability(vulnerability, { tree, source, collector });
    else collector.unknown('a vulnerability is not an object');
  }
  if (nameless > 0)
    collector.unknown(`${nameless} product statuses are of products without purl or CPE`, 'unidentified');
  return collector.result();
}

interface CsafContext {
  readonly tree: ProductTree;
  readonly source: { readonly author: string; readonly document: string; readonly timestamp?: string };
  readonly collector: VexCollector;
}

/** Statements of one vulnerability; returns how many product statuses could not be used. */
function readVulnerability(vulnerability: JsonObject, { tree, source, collector }: CsafContext): number {
  const ids = idsOf([
    member(vulnerability, 'cve'),
    ...asList(member(vulnerability, 'ids')).map((one) => {
      const text = asText(member(asObject(one), 'text'));
      // Red Hat gives its bug number here: no name of the flaw.
      return text && /^[A-Za-z]+-/.test(text) ? text : undefined;
    }),
  ]);
  const [id, ...aliases] = ids;
  if (id === undefined) {
    collector.unknown('a vulnerability has no id', 'unidentified');
    return 0;
  }
  const notes = notesOf(vulnerability, tree);
  const groups = new Map<string, { status: VexStatus; name: string; notes: ProductNotes; components: Set<string> }>();
  let nameless = 0;
  for (const [group, status] of statuses) {
    for (const productId of asList(member(asObject(member(vulnerability, 'product_status')), group)).slice(
      0,
      MAX_PRODUCTS,
    )) {
      const product = typeof productId === 'string' ? tree.find(productId) : undefined;
      if (!product) {
        nameless++;
        continue;
      }
      const note = relevant(status, notes.get(productId as string));
      const key = JSON.stringify([status, product.name, product.component === undefined, note]);
      const known = groups.get(key) ?? { status, name: product.name, notes: note, components: new Set<string>() };
      groups.set(key, known);
      if (product.component !== undefined) known.components.add(product.component);
    }
  }
  for (const { status, name, notes: note, components } of groups.values()) {
    const said = { ...note, products: [name], subcomponents: [...components], ...source };
    collector.add(defined({ vulnerability: id, aliases, status, ...said }));
  }
  return nameless;
}

interface ProductNotes {
  justification?: string;
  impact?: string;
  action?: string;
}

/** Impact statements explain why something is not affected; elsewhere publishers put a severity there. */
function relevant(status: VexStatus, notes: ProductNotes | undefined): ProductNotes {
  if (!notes) return {};
  return status === 'not_affected'
    ? defined({ justification: notes.justification, impact: notes.impact })
    : status === 'affected'
      ? defined({ action: notes.action })
      : {};
}

/** Flags, threats and remediations by product id. */
function notesOf(vulnerability: JsonObject, tree: ProductTree): Map<string, ProductNotes> {
  const notes = new Map<string, ProductNotes>();
  const each = (list: string, say: (note: ProductNotes, item: JsonObject) => void): void => {
    for (const element of asList(member(vulnerability, list))) {
      const item = asObject(element);
      if (!item) continue;
      const groups = asList(member(item, 'group_ids')).flatMap((id) => (typeof id === 'string' ? tree.group(id) : []));
      for (const id of [...asList(member(item, 'product_ids')), ...groups].slice(0, MAX_PRODUCTS)) {
        if (typeof id !== 'string') continue;
        const note = notes.get(id) ?? {};
        notes.set(id, note);
        say(note, item);
      }
    }
  };
  each('flags', (note, item) => (note.justification ??= asId(member(item, 'label'))));
  each('threats', (note, item) => {
    if (member(item, 'category') === 'impact') note.impact ??= noteOf(member(item, 'details'));
  });
  each('remediations', (note, item) => {
    const details = noteOf(member(item, 'details')) ?? '';
    const category = asId(member(item, 'category'));
    if (category !== undefined) note.action ??= noteOf(`${category}: ${details}`);
  });
  return notes;
}
