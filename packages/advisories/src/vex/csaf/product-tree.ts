import { asList, asObject, asText, type JsonObject, member } from '../../reading/json.ts';
import { productName } from '../reading.ts';

/** More nodes than this are hostile: Red Hat's largest documents have some tens of thousands. */
const MAX_NODES = 500_000;

/** What identifies a product of the document. */
export interface CsafProduct {
  /** Purl, else CPE. */
  readonly name: string;
  /** The component within it that a statement is limited to. */
  readonly component?: string;
}

/** Products of a CSAF document (CSAF 2.0 section 3.2.2), by their id within it. */
export class ProductTree {
  readonly #names = new Map<string, string>();
  readonly #relations = new Map<string, { component: string; platform: string }>();
  readonly #groups = new Map<string, readonly string[]>();

  constructor(tree: JsonObject | undefined) {
    this.#readBranches(tree);
    for (const item of asList(member(tree, 'relationships')).slice(0, MAX_NODES)) this.#readRelation(asObject(item));
    for (const item of asList(member(tree, 'product_groups')).slice(0, MAX_NODES)) {
      const group = asObject(item);
      const id = asText(member(group, 'group_id'));
      if (id !== undefined)
        this.#groups.set(
          id,
          asList(member(group, 'product_ids')).filter((one) => typeof one === 'string'),
        );
    }
  }

  /** Branches hold branches; walked without recursion. */
  #readBranches(tree: JsonObject | undefined): void {
    const waiting: unknown[] = [...asList(member(tree, 'branches')), ...asList(member(tree, 'full_product_names'))];
    for (let nodes = 0; waiting.length > 0 && nodes < MAX_NODES; nodes++) {
      const node = asObject(waiting.pop());
      if (!node) continue;
      for (const branch of asList(member(node, 'branches'))) waiting.push(branch);
      this.#readProduct(asObject(member(node, 'product')) ?? node);
    }
  }

  #readProduct(product: JsonObject): void {
    const id = asText(member(product, 'product_id'));
    const identification = asObject(member(product, 'product_identification_helper'));
    const purls = [member(identification, 'purl'), ...asList(member(identification, 'purls'))];
    const name =
      purls.map(productName).find((purl) => purl !== undefined) ?? productName(member(identification, 'cpe'));
    if (id !== undefined && name !== undefined) this.#names.set(id, name);
  }

  #readRelation(relation: JsonObject | undefined): void {
    const product = asObject(member(relation, 'full_product_name'));
    const id = asText(member(product, 'product_id'));
    const component = asText(member(relation, 'product_reference'));
    const platform = asText(member(relation, 'relates_to_product_reference'));
    if (id === undefined || component === undefined || platform === undefined) return;
    this.#relations.set(id, { component, platform });
    if (product) this.#readProduct(product);
  }

  /** Product ids of a group. */
  group(id: string): readonly string[] {
    return this.#groups.get(id) ?? [];
  }

  /**
   * What identifies a product: for a component of a platform both, the platform first, since the statement holds there
   * only. Undefined where neither purl nor CPE is given.
   */
  find(id: string): CsafProduct | undefined {
    const own = this.#names.get(id);
    const relation = this.#relations.get(id);
    if (!relation) return own === undefined ? undefined : { name: own };
    const component = own ?? this.#names.get(relation.component);
    const platform = this.#names.get(relation.platform) ?? this.#platformOf(relation.platform);
    if (component === undefined || platform === undefined) return undefined;
    // An image is a product by itself, wherever it is said to run.
    return component.startsWith('pkg:oci/') ? { name: component } : { name: platform, component };
  }

  /** A module (component of a stream of a platform) stands for its platform. */
  #platformOf(id: string): string | undefined {
    const relation = this.#relations.get(id);
    return relation && this.#names.get(relation.platform);
  }
}
