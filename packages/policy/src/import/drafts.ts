import { printable } from '@pratique/foundation';
import type { PolicyException } from '@pratique/model';
import { policyErrors } from '../errors.ts';
import type { PolicyFile } from '../load/objects.ts';
import { Problems } from '../load/problems.ts';
import { plain, type PlainYaml, readYamlTree, type YamlNode } from '../load/yaml-tree.ts';
import type { ImportedExceptions, ImportOptions, NotImported } from './imported.ts';

/** Ids that advisories use: letters, then a number somewhere (`CVE-2024-1`, `GHSA-xxxx-xxxx-xxxx`, `ALAS2-2024-1`). */
const vulnerabilityId = /^(?:GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|[A-Z][A-Z0-9]*[-:](?=.*\d)[A-Za-z0-9:_.-]+)$/i;
/** Checks and rules of other tools, which look the same. */
const otherIds = /^(?:AVD-(?!\d)|KSV|KCV|DS-?\d|DS00|AWS-\d|AZU-|GCP-)/i;

/** Whether an id is one of a vulnerability. */
export function isVulnerabilityId(id: string): boolean {
  return id.length <= 128 && vulnerabilityId.test(id) && !otherIds.test(id);
}

/** What an entry of another tool's file says. */
export interface ImportDraft {
  readonly vulnerability: string;
  readonly package?: string;
  readonly reason?: string;
  readonly expires?: string;
  readonly line: number;
}

const MAX_SHOWN = 120;

/** Collects exceptions and what could not become one. */
export class Drafts {
  readonly #exceptions: PolicyException[] = [];
  readonly #notImported: NotImported[] = [];
  readonly #names = new Map<string, number>();
  readonly #file: string;
  readonly #prefix: string;
  readonly #options: ImportOptions;

  constructor(prefix: string, file: string, options: ImportOptions) {
    this.#prefix = prefix;
    this.#file = file;
    this.#options = options;
  }

  #name(vulnerability: string): string {
    const id = vulnerability.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
    const name = `${this.#prefix}-${id}`.replace(/[-.]+$/, '');
    const count = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  }

  add({ vulnerability, package: wanted, reason, expires, line }: ImportDraft): void {
    const { owner, requestedBy, policy = '*', expires: otherwise } = this.#options;
    this.#exceptions.push({
      name: this.#name(vulnerability),
      policy,
      vulnerability,
      ...(wanted === undefined ? {} : { package: wanted }),
      scope: {},
      owner,
      reason: printable(reason?.trim() || `taken over from ${this.#file}, which gives no reason`),
      requestedBy,
      expires: expires ?? otherwise,
      origin: { file: this.#file, line, column: 1 },
    });
  }

  refuse(line: number, entry: string, why: string): void {
    const shown = printable(entry.replaceAll(/\s+/g, ' ').trim());
    this.#notImported.push({ line, entry: shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown, why });
  }

  finish(): ImportedExceptions {
    return { exceptions: this.#exceptions, notImported: this.#notImported };
  }
}

/**
 * Reads a YAML file of another tool.
 * @throws PratiqueError `policy/import-unreadable`
 */
export function readForeignYaml({ path, text }: PolicyFile): YamlNode & { readonly kind: 'map' } {
  const problems = new Problems();
  const [root, ...more] = readYamlTree(path, text, problems);
  const [first] = problems.list;
  if (first || (root && root.kind !== 'map') || more.length > 0)
    throw policyErrors.create('policy/import-unreadable', {
      attempted: 'read the ignore file',
      on: printable(path),
      why: first ? printable(`${first.line}:${first.column}: ${first.message}`) : 'it is not one map of lists',
    });
  return root?.kind === 'map' ? root : { kind: 'map', entries: new Map(), line: 1, column: 1 };
}

/** The maps of a list below a key, with their lines; anything else is refused. */
export function entriesOf(
  root: YamlNode & { readonly kind: 'map' },
  key: string,
  drafts: Drafts,
): { readonly line: number; readonly fields: Readonly<Record<string, PlainYaml>> }[] {
  const list = root.entries.get(key)?.value;
  if (!list || (list.kind === 'scalar' && list.value === null)) return [];
  if (list.kind !== 'list') {
    drafts.refuse(list.line, key, 'is no list');
    return [];
  }
  return list.items.flatMap((item) => {
    if (item.kind === 'map') return { line: item.line, fields: plain(item) as Readonly<Record<string, PlainYaml>> };
    drafts.refuse(item.line, JSON.stringify(plain(item)), 'is no map');
    return [];
  });
}
