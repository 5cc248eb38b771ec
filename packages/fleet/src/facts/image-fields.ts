import { type Fact, type Facts, UnknownFact } from '@pratique/model';
import { subjects } from '@pratique/policy';
import { type AdvisoryState, type CountName, countNames, type Vector, type VectorFields } from '@pratique/store';
import { decodeFact } from './facts-json.ts';

/** Fields that follow from findings, assessment and the age of advisories: counted or computed, not kept. */
const moving: ReadonlySet<string> = new Set([
  'packages',
  'unknowns',
  'notAssessed',
  'complete',
  'vulnerabilities',
  'advisories',
]);

const allFields = Object.keys(subjects.image.type.fields);

/** Whether a field of an image stays as it is for good. */
export function isKeptField(name: string): boolean {
  return !moving.has(name);
}

/** `fixableCritical` → `fixable_critical`. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fieldOf(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const vulnerabilityCounts = countNames.filter((name) => name !== 'not_assessed' && name !== 'unknowns');

/** What a policy reads of an image. */
export interface ImageReads {
  readonly vector: VectorFields;
  readonly advisories: boolean;
  /** Reads anything that findings or assessment change. */
  readonly moves: boolean;
}

/** From paths below the image, such as `vulnerabilities.total`; the empty path is all of it. Undefined without paths. */
export function imageReads(paths: readonly string[]): ImageReads | undefined {
  if (paths.length === 0) return undefined;
  const split = paths.map((path) => path.split(/[.[]/));
  const tops = new Set(split.some(([top]) => top === '') ? allFields : split.map(([top = '']) => top));
  const counted = split.filter(([top]) => top === 'vulnerabilities').map(([, name = '']) => columnOf(name));
  const everyCount = tops.has('vulnerabilities') && (counted.length === 0 || counted.includes(''));
  const counts: CountName[] = vulnerabilityCounts.filter((name) => everyCount || counted.includes(name));
  if (tops.has('notAssessed')) counts.push('not_assessed');
  const vector = {
    fields: [...tops].filter(isKeptField),
    counts,
    highestEpss: everyCount || counted.includes('highest_epss'),
    packages: tops.has('packages'),
    unknowns: tops.has('unknowns'),
    complete: tops.has('complete'),
  };
  const moves = counts.length > 0 || vector.highestEpss || vector.unknowns || vector.complete;
  return { vector, advisories: tops.has('advisories'), moves };
}

/** What policies see of the age of advisories, and when it changes. */
export function advisoryFacts(
  { asOf, starter }: AdvisoryState,
  at: Date,
  maxAge: number,
): { readonly facts: Facts; readonly next: Date | undefined } {
  const fetched = asOf === undefined ? undefined : new Date(asOf);
  const end = fetched && fetched.getTime() + maxAge;
  const stale = end === undefined || at.getTime() > end;
  return { facts: { asOf: fetched, stale, starter }, next: stale || end === undefined ? undefined : new Date(end + 1) };
}

const incomplete = new UnknownFact('not everything in it could be read, matched and assessed');

/** The facts of every image that has a vector: those that were asked for. */
export function factsOfVector({ fields, counts, packages, unknowns, complete }: Vector, advisories: Facts): Facts {
  const kept = Object.entries(fields).map(([name, json]) => [name, decodeFact(json)] as const);
  const vulnerabilities = Object.entries(counts).map(([name, count]) => [fieldOf(name), count] as const);
  const facts: Record<string, Fact> = { ...Object.fromEntries(kept), advisories };
  facts['vulnerabilities'] = Object.fromEntries(vulnerabilities);
  facts['notAssessed'] = counts.not_assessed;
  facts['packages'] = packages;
  facts['unknowns'] = unknowns;
  if (complete !== undefined) facts['complete'] = complete ? true : incomplete;
  return facts;
}
