import type { FeedRecord, KnownExploited } from '@pratique/model';
import { asObject, asText, type JsonObject, member } from '../reading/json.ts';
import { dayOf } from '../reading/date.ts';
import { readCsv } from '../reading/csv.ts';
import { isCve, titleOf } from '../reading/text.ts';

/** One entry of the catalogue, whichever form it came in (both use these names). */
function recordOf(fields: JsonObject): FeedRecord {
  const id = asText(member(fields, 'cveID'))?.trim() ?? '';
  if (!isCve(id)) return { kind: 'rejected', id: 'unnamed', reason: 'it has no CVE number' };
  const dateAdded = dayOf(member(fields, 'dateAdded'));
  if (dateAdded === undefined) return { kind: 'rejected', id, reason: 'the day it was added is none' };
  const dueDate = dayOf(member(fields, 'dueDate'));
  const name = titleOf(member(fields, 'vulnerabilityName'));
  const record: KnownExploited = {
    vulnerability: id,
    dateAdded,
    ransomware: asText(member(fields, 'knownRansomwareCampaignUse'))?.trim().toLowerCase() === 'known',
    ...(dueDate && { dueDate }),
    ...(name && { name }),
  };
  return { kind: 'known-exploited', record };
}

/** Entries of the JSON form; undefined where it is another document. */
export function readKevJson(document: unknown): readonly FeedRecord[] | undefined {
  const listed = member(asObject(document), 'vulnerabilities');
  if (!Array.isArray(listed)) return undefined;
  return listed.map((item) => {
    const fields = asObject(item);
    return fields ? recordOf(fields) : { kind: 'rejected', id: 'unnamed', reason: 'an entry is not an object' };
  });
}

/** Entries of the CSV form; undefined where its first row does not name the columns. */
export function readKevCsv(text: string): readonly FeedRecord[] | undefined {
  const rows = readCsv(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const header: readonly string[] | undefined = rows.next().value ?? undefined;
  if (!header || !header.includes('cveID') || !header.includes('dateAdded')) return undefined;
  const records: FeedRecord[] = [];
  for (const row of rows) {
    if (row && row.length === header.length)
      records.push(recordOf(Object.fromEntries(header.map((name, index) => [name, row[index]]))));
    else records.push({ kind: 'rejected', id: 'unnamed', reason: 'a row has another number of columns' });
  }
  return records;
}
