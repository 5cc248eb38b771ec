import type { FeedRecord } from '@pratique/model';
import { isCve } from '../reading/text.ts';

const numberForm = /^(?:0(?:\.\d{1,10})?|1(?:\.0{1,10})?|\d(?:\.\d{1,10})?[eE]-\d{1,2})$/;

/** A probability as it is kept: five decimals, the publisher's own precision. Undefined for what is none. */
function probability(text: string | undefined): number | undefined {
  if (text === undefined || !numberForm.test(text)) return undefined;
  const value = Number(text);
  return value >= 0 && value <= 1 ? Math.round(value * 100_000) / 100_000 : undefined;
}

/** Columns of the header; undefined where it is not one of EPSS. Files before 2021-09 have no percentile. */
function columnsOf(line: string): { cve: number; epss: number; percentile: number } | undefined {
  const names = line.split(',').map((name) => name.trim().toLowerCase());
  const columns = { cve: names.indexOf('cve'), epss: names.indexOf('epss'), percentile: names.indexOf('percentile') };
  return columns.cve >= 0 && columns.epss >= 0 ? columns : undefined;
}

/**
 * Rows of an EPSS file, one object at a time: `#model_version:…,score_date:…`, `cve,epss,percentile`, then the scores.
 * Undefined where the header is missing.
 */
export function readEpss(bytes: Buffer): Iterable<FeedRecord> | undefined {
  let at = 0;
  // A comment line first, since version 2 of the model.
  while (bytes[at] === 0x23) at = lineEnd(bytes, at) + 1;
  const headerEnd = lineEnd(bytes, at);
  const columns = columnsOf(bytes.toString('latin1', at, Math.min(headerEnd, at + 1000)));
  if (!columns) return undefined;
  return rows(bytes, headerEnd + 1, columns);
}

/** No line of an EPSS file is longer; one that is cannot be a score. */
const MAX_LINE = 200;

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0x0a, from);
  return end < 0 ? bytes.length : end;
}

function* rows(
  bytes: Buffer,
  start: number,
  columns: { cve: number; epss: number; percentile: number },
): Generator<FeedRecord> {
  for (let at = start; at < bytes.length;) {
    const end = lineEnd(bytes, at);
    const line = bytes.toString('latin1', at, Math.min(end, at + MAX_LINE)).trimEnd();
    at = end + 1;
    if (line === '') continue;
    const fields = line.split(',');
    const vulnerability = fields[columns.cve] ?? '';
    const score = probability(fields[columns.epss]);
    const percentile = columns.percentile < 0 ? 0 : probability(fields[columns.percentile]);
    if (isCve(vulnerability) && score !== undefined && percentile !== undefined)
      yield { kind: 'epss', record: { vulnerability, score, percentile } };
    else
      yield { kind: 'rejected', id: isCve(vulnerability) ? vulnerability : 'unnamed', reason: 'not a row of scores' };
  }
}
