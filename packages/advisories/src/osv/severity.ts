import type { CvssVector, Severity } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member } from '../reading/json.ts';

const words: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['negligible', 'negligible'],
  ['unimportant', 'negligible'],
  ['informational', 'negligible'],
]);

/** A publisher's word for a severity; undefined where it is none (`not yet assigned`, `NONE`, `unknown`). */
export function severityWord(value: unknown): Severity | undefined {
  // Debian's tracker marks ratings that it took from elsewhere with asterisks: `high**`.
  return typeof value === 'string' ? words.get(value.trim().toLowerCase().replace(/\*+$/, '')) : undefined;
}

/** The qualitative band of a CVSS base score (CVSS 3.1 section 5; version 2 has no `critical`). */
export function severityOfScore(score: unknown, version: 2 | 3 | 4): Severity | undefined {
  const number = typeof score === 'string' && /^\d{1,2}(?:\.\d+)?$/.test(score) ? Number(score) : score;
  if (typeof number !== 'number' || !(number >= 0 && number <= 10)) return undefined;
  if (number === 0) return 'negligible';
  if (number < 4) return 'low';
  if (number < 7) return 'medium';
  return number < 9 || version === 2 ? 'high' : 'critical';
}

const vectorForms: readonly { readonly version: CvssVector['version']; readonly form: RegExp }[] = [
  { version: '4.0', form: /^CVSS:4\.0\/[A-Za-z:/]{20,400}$/ },
  { version: '3.1', form: /^CVSS:3\.1\/[A-Za-z:/]{20,300}$/ },
  { version: '3.0', form: /^CVSS:3\.0\/[A-Za-z:/]{20,300}$/ },
  { version: '2.0', form: /^\(?AV:[NAL]\/AC:[HML]\/Au:[MSN]\/[A-Za-z:/]{10,200}\)?$/ },
];

/** A CVSS vector by its own prefix, whatever type the record gave it; undefined where it is none. */
export function cvssVector(text: unknown): CvssVector | undefined {
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim().replace(/\/$/, '');
  const form = vectorForms.find((candidate) => candidate.form.test(trimmed));
  return form && { version: form.version, vector: trimmed.replace(/^\(|\)$/g, '') };
}

/** What the `severity` lists of a record say: vectors, and ratings in words such as Ubuntu's. */
export interface StatedSeverity {
  readonly cvss: readonly CvssVector[];
  readonly word?: Severity;
}

/** Reads OSV `severity[]`; entries that make no sense are left out, an advisory without a severity is none the worse. */
export function statedSeverity(...lists: readonly unknown[]): StatedSeverity {
  const cvss = new Map<string, CvssVector>();
  let word: Severity | undefined;
  for (const item of lists.flatMap(asList).slice(0, 64)) {
    const severity = asObject(item);
    const score = member(severity, 'score');
    const vector = cvssVector(score);
    if (vector) cvss.set(vector.vector, vector);
    else word ??= severityWord(score);
  }
  return { cvss: [...cvss.values()].slice(0, 8), word };
}

/** Severity that a database wrote beside the record: GitHub's word, or a bare score where no vector is known. */
export function databaseSeverity(record: JsonObject): Severity | undefined {
  const specific = asObject(member(record, 'database_specific'));
  return (
    severityWord(member(specific, 'severity')) ??
    severityOfScore(member(specific, 'cvss_v4'), 4) ??
    severityOfScore(member(specific, 'cvss_v3'), 3) ??
    severityOfScore(member(specific, 'cvss_v2'), 2)
  );
}

/** Red Hat's rating leads the title of its errata and of those rebuilt from them: `Important: openssl security update`. */
export function severityOfTitle(title: unknown): Severity | undefined {
  const text = asText(title)?.slice(0, 400) ?? '';
  const word =
    /^(?:\[[^\]]*\]\s*)?(Critical|Important|Moderate|Low):/i.exec(text)?.[1] ??
    /\((Critical|Important|Moderate|Low)\)\s*$/i.exec(text)?.[1];
  return severityWord(word);
}
