import type { Fact } from '@pratique/model';
import { elements, field, isFacts, type KubernetesObject, kubernetesObject } from '../object.ts';
import { Broken, type ProblemCode } from './broken.ts';
import { Budget } from './budget.ts';
import { guessHead } from './guess-head.ts';
import { JsonReader } from './json-reader.ts';
import { manifestLimits, type ManifestLimits } from './limits.ts';
import { LineIndex, type Place, placeOf, type Position } from './place.ts';
import type { Placed } from './placed.ts';
import { type Chunk, normalizeLines, splitDocuments, withYamlLines } from './split.ts';
import { readYaml } from './yaml-reader.ts';

/** One object of a file, and where it stands. */
export interface ManifestDocument extends KubernetesObject {
  readonly file: string;
  /** 1-based, of the object's start. */
  readonly line: number;
  readonly column: number;
  /** Place within the list or template that held it, `items[2]`; empty where it stands alone. */
  readonly item: string;
  /**
   * Where a path within this object stands, `spec.containers[0].securityContext.privileged`: the key, or the item of a
   * sequence. A path that does not exist gives its nearest ancestor.
   */
  positionOf(path: string): Position;
}

/** Something in a file that could not be read: nothing may be concluded about it. */
export interface ManifestProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: ProblemCode;
  /** One clause: `names the key "a" twice`. */
  readonly reason: string;
  /** Of the document, as far as they can be told; else empty. */
  readonly kind: string;
  readonly name: string;
}

export interface Manifests {
  /** In the order of the file; items of lists are documents of their own. */
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ManifestProblem[];
}

/** Characters that YAML forbids (YAML 1.1, 5.1); kubectl refuses the document. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/;
const RENDER_FIRST = 'is a template: render it first (helm template)';

/** What is being read of one file. */
class Reading {
  readonly documents: ManifestDocument[] = [];
  readonly problems: ManifestProblem[] = [];
  readonly #file: string;
  readonly #lines: LineIndex;
  readonly #limits: ManifestLimits;
  readonly #budget: Budget;
  #yaml = 0;

  constructor(text: string, file: string, limits: ManifestLimits) {
    this.#file = file;
    this.#lines = new LineIndex(text);
    this.#limits = limits;
    this.#budget = new Budget(limits);
  }

  /** False: nothing further is read. */
  read(chunk: Chunk): boolean {
    try {
      if (chunk.broken) throw new Broken(chunk.broken.code, chunk.broken.message, chunk.broken.offset - chunk.offset);
      for (const placed of this.#values(chunk)) this.#add(placed, chunk.offset, '', undefined);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.#problem(error, chunk);
    }
    return this.documents.length < this.#limits.documents && this.problems.length < this.#limits.documents;
  }

  problemAt(offset: number, code: ProblemCode, reason: string, kind = '', name = ''): void {
    this.problems.push({ file: this.#file, ...this.#lines.positionAt(offset), code, reason, kind, name });
  }

  #values(chunk: Chunk): readonly Placed[] {
    let jsonError: Broken | undefined;
    if (/^\s*[{[]/.test(chunk.text)) {
      try {
        return this.#json(chunk.text);
      } catch (error) {
        if (!(error instanceof Broken) || error.code !== 'syntax') throw error;
        jsonError = error;
      }
    }
    if (chunk.text.length > this.#limits.yamlDocument) {
      const reason = `has more than ${this.#limits.yamlDocument} characters: divide it, or write it as JSON`;
      throw jsonError ?? new Broken('too-large', reason, 0);
    }
    this.#yaml += chunk.text.length;
    if (this.#yaml > this.#limits.yaml)
      throw new Broken('too-large', `is behind the first ${this.#limits.yaml} characters of YAML in the file`, 0);
    const control = forbidden.exec(chunk.text);
    if (control) throw new Broken('syntax', 'holds a control character', control.index);
    return readYaml(withYamlLines(chunk.text), this.#budget);
  }

  #json(text: string): readonly Placed[] {
    const reader = new JsonReader(text, this.#budget);
    const values: Placed[] = [];
    for (let placed = reader.next(); placed; placed = reader.next()) values.push(placed);
    return values;
  }

  #problem(error: Broken, { text, offset }: Chunk): void {
    const isTemplate = error.code === 'syntax' && text.includes('{{');
    const code = isTemplate ? 'template' : error.code;
    const reason = isTemplate ? RENDER_FIRST : error.message;
    const { kind, name } = guessHead(text);
    this.problemAt(offset + error.offset, code, reason, kind, name);
  }

  /** Adds an object, or the items of a list: anything with a top-level sequence `items` is one, as for kubectl. */
  #add(
    { value, place }: Placed,
    offset: number,
    item: string,
    list: { apiVersion: Fact; kind: Fact } | undefined,
  ): void {
    if (value === null) return;
    const items = field(value, 'items');
    if (Array.isArray(items)) {
      const of = { apiVersion: field(value, 'apiVersion'), kind: field(value, 'kind') };
      const places = place.entries?.get('items')?.items ?? [];
      for (const [index, each] of elements(items).entries()) {
        const path = `${item === '' ? '' : `${item}.`}items[${index}]`;
        this.#add({ value: each, place: places[index] ?? place }, offset, path, of);
      }
      return;
    }
    this.#object(inferredHead(value, list), place, offset, item);
    this.#templateObjects(value, place, offset, item);
  }

  /** Objects of an OpenShift template: most of what they hold does not depend on its parameters. */
  #templateObjects(value: Fact, place: Place, offset: number, item: string): void {
    if (field(value, 'kind') !== 'Template' || !Array.isArray(field(value, 'objects'))) return;
    const places = place.entries?.get('objects')?.items ?? [];
    for (const [index, each] of elements(field(value, 'objects')).entries()) {
      const path = `${item === '' ? '' : `${item}.`}objects[${index}]`;
      this.#add({ value: each, place: places[index] ?? place }, offset, path, undefined);
    }
  }

  #object(value: Fact, place: Place, offset: number, item: string): void {
    const start = offset + place.offset;
    const object = kubernetesObject(value);
    if (!object) return this.problemAt(start, 'no-object', headProblem(value), textOfKind(value));
    if (`${object.apiVersion}${object.kind}${object.name}${object.namespace}`.includes('{{'))
      return this.problemAt(start, 'template', RENDER_FIRST, object.kind, object.name);
    if (this.documents.length >= this.#limits.documents)
      throw new Broken(
        'too-large',
        `is behind the first ${this.#limits.documents} documents of the file`,
        place.offset,
      );
    const lines = this.#lines;
    this.documents.push({
      ...object,
      file: this.#file,
      ...lines.positionAt(start),
      item,
      positionOf: (path) => lines.positionAt(offset + placeOf(place, path).offset),
    });
  }
}

function textOfKind(value: Fact): string {
  const kind = field(value, 'kind');
  return typeof kind === 'string' ? kind : '';
}

function headProblem(value: Fact): string {
  if (!isFacts(value)) return 'is no object';
  const missing = ['apiVersion', 'kind'].filter((name) => {
    const head = field(value, name);
    return typeof head !== 'string' || head === '';
  });
  return `is no Kubernetes object: it has no ${missing.join(' and no ')}`;
}

/** Items of a typed list (`PodList`) need not say what they are. */
function inferredHead(value: Fact, list: { apiVersion: Fact; kind: Fact } | undefined): Fact {
  if (!list || !isFacts(value) || typeof list.kind !== 'string' || list.kind === 'List') return value;
  if (field(value, 'kind') && field(value, 'apiVersion')) return value;
  return { ...value, apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, '') };
}

/**
 * Reads a file of Kubernetes manifests as kubectl does: several YAML documents or JSON values, lists of objects, output of
 * Helm and kustomize. Never throws on what stands in the file: a document that cannot be read is a problem, the others are
 * still read. Documents without content are left out.
 */
export function readManifests(text: string, file: string, limits: ManifestLimits = manifestLimits): Manifests {
  if (text.length > limits.file) {
    const reason = `has more than ${limits.file} characters`;
    return { documents: [], problems: [{ file, line: 1, column: 1, code: 'too-large', reason, kind: '', name: '' }] };
  }
  const normalized = normalizeLines(text);
  const reading = new Reading(normalized, file, limits);
  for (const chunk of splitDocuments(normalized)) {
    if (reading.read(chunk)) continue;
    reading.problemAt(chunk.offset + chunk.text.length, 'too-large', `has more than ${limits.documents} documents`);
    break;
  }
  return { documents: reading.documents, problems: reading.problems };
}
