import { asList, asObject, asText, type JsonObject, member, parseJson } from '../reading/json.ts';
import { gunzipBounded } from '../reading/gzip.ts';
import { PratiqueError } from '@pratique/foundation';
import { defaultAdvisoryLimits } from '../limits.ts';
import { isCsaf, readCsaf } from './csaf/read-csaf.ts';
import { isCycloneDx, readCycloneDxVex } from './cyclonedx/read-cyclonedx-vex.ts';
import { isOpenVex, readOpenVex } from './openvex/read-openvex.ts';
import type { VexReading } from './reading.ts';

function nothing(path: string, code: 'malformed' | 'unsupported' | 'too-large', reason: string): VexReading {
  return { statements: [], unknowns: [{ code, reason, path }] };
}

/**
 * Reads one VEX document, told by its content: OpenVEX (also as an in-toto statement or in a DSSE envelope, unverified),
 * CSAF 2.0 or CycloneDX, JSON, plain or gzip. Never throws: what cannot be read is an unknown. `name` is the document's
 * name in messages, and stands for its id where it has none.
 */
export function readVexDocument(bytes: Buffer, name: string, maxBytes = defaultAdvisoryLimits.vexBytes): VexReading {
  let unpacked: Buffer;
  try {
    unpacked = gunzipBounded(bytes, name, maxBytes);
  } catch (thrown) {
    if (!(thrown instanceof PratiqueError)) throw thrown;
    return nothing(name, thrown.code === 'advisories/too-large' ? 'too-large' : 'malformed', thrown.facts.why);
  }
  if (unpacked.length > maxBytes) return nothing(name, 'too-large', `${unpacked.length} bytes, more than ${maxBytes}`);
  const parsed = parseJson(unpacked, maxBytes);
  if (!parsed.ok) return nothing(name, 'malformed', parsed.reason);
  const document = asObject(parsed.value);
  return document ? readDocument(document, name, maxBytes) : nothing(name, 'malformed', 'it is not a JSON object');
}

function readDocument(document: JsonObject, name: string, maxBytes: number): VexReading {
  const { content, subjects } = unwrap(document, maxBytes);
  if (isOpenVex(content)) return readOpenVex(content, name, subjects);
  if (isCsaf(content)) return readCsaf(content, name);
  if (isCycloneDx(content)) return readCycloneDxVex(content, name);
  return nothing(name, 'unsupported', 'neither OpenVEX nor CSAF 2 nor CycloneDX');
}

/** The predicate of an attestation, and the digests that it is about. */
function unwrap(document: JsonObject, maxBytes: number): { content: JsonObject; subjects: readonly string[] } {
  const payload = asText(member(document, 'payload'));
  const enveloped = payload === undefined ? undefined : parseJson(Buffer.from(payload, 'base64'), maxBytes);
  const statement = (enveloped?.ok ? asObject(enveloped.value) : undefined) ?? document;
  const predicate = asObject(member(statement, 'predicate'));
  if (!predicate) return { content: statement, subjects: [] };
  const subjects = asList(member(statement, 'subject')).flatMap((subject) => {
    const sha256 = asText(member(asObject(member(asObject(subject), 'digest')), 'sha256'));
    return sha256 && /^[0-9a-f]{64}$/.test(sha256) ? [`sha256:${sha256}`] : [];
  });
  return { content: predicate, subjects };
}
